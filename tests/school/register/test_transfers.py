"""A transfer between two schools of the system: what each sees at which step, and what cannot go wrong."""

from datetime import date, timedelta

import pytest

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.approvals.api import Step
from khuevan.registry.audit.api import Entry
from khuevan.registry.people.api import Affiliation, Guardianship, Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.api import MarkRow, save_marks
from khuevan.school.register.api import (
    Dossier,
    DossierFile,
    Introduction,
    LifeEvent,
    RegisterLine,
    Transfer,
    Wish,
    agree,
    ask,
    leave,
    pupil_by_uid,
    refuse,
    release,
    schools_on,
    withdraw,
)
from khuevan.school.register.policies import visible
from khuevan.school.register.queries.inbox import Ours, waiting
from khuevan.school.transcripts.api import Transcript, Version
from tests.personas import acting_as, actor
from tests.school.calendar.fixtures import on
from tests.school.gradebook.fixtures import book, whole_row
from tests.school.register import ground
from tests.school.register.ground import (
    DAY,
    REASON,
    agreed,
    an,
    asked,
    at,
    class_of,
    home,
    office,
    other,
    released,
    said,
    school,
    side,
)

pytestmark = pytest.mark.django_db


def seen_by(who):
    """What a school sees of An: the record, places, marks, dossiers, numbers."""
    pupil = an()
    with at(who):
        tables = (Enrolment, MarkRow, Dossier, DossierFile, LifeEvent, RegisterLine, Transcript)
        rows = {table.__name__: table.objects.filter(student_id=pupil.pk).count() for table in tables}
        return rows | {"Person": Person.objects.filter(pk=pupil.pk).count(), "Family": _family(pupil)}


def _family(pupil):
    return Guardianship.objects.filter(student_id=pupil.pk).count()


def marks(school, name="7A", final=80):
    """An gets a row of marks from the teacher of mathematics."""
    with at(office(school)):
        one = book(name=name, school=school)
        teacher = one.teacher_id
    with at(ground.teacher(school, teacher)) as writer:
        found = [p for p in ground.class_pupils(one) if p.id == an().pk]
        save_marks(writer, book(name=name, school=school), 1, whole_row(found[0], final=final), reason="", device="")


def test_before_the_release_the_receiving_school_sees_the_request_and_nothing_else():
    transfer = asked()
    receiving = office(other())
    assert set(seen_by(receiving).values()) == {0}
    with at(receiving):
        own = side(receiving, transfer)
        assert (own.full_name, own.birth[:4], own.grade, own.reason) == ("Nguyễn Hoàng An", "2013", 7, REASON)
        assert own.due_on == date(2026, 5, 25)  # a weekend lies between
        with pytest.raises(NotFound):
            pupil_by_uid(receiving, an().uid)
    agreed(transfer)
    assert set(seen_by(receiving).values()) == {0}


def test_what_waits_is_each_step_at_its_own_school():
    transfer = asked()
    receiving, sending = office(other()), actor("thay-minh")
    for ours, theirs, coming, then in ((receiving, sending, True, agreed), (sending, receiving, False, released)):
        with at(ours):
            own, there = side(ours, transfer), school(theirs.unit_id)
            assert own.pk in Transfer.objects.filter(visible(ours, Transfer)).values_list("pk", flat=True)
            line = Ours(own.uid, "Nguyễn Hoàng An", coming, there.name, own.due_on, late=False)
            assert waiting(ours, 4) == [line]
        with at(theirs):
            assert waiting(theirs, 4) == []
        with at(ours), on(own.due_on + timedelta(days=1)):
            assert waiting(ours, 4) == [line._replace(late=True)]
        then(transfer)
    with at(sending):
        assert waiting(sending, 4) == []
    with acting_as("co-lan"):
        assert waiting(actor("co-lan"), 4) == []


def test_after_the_release_each_school_has_what_is_its_own():
    marks(home())
    with at(actor("thay-minh")):
        _issued_transcript(an().pk)
    before = seen_by(actor("thay-minh"))
    transfer = asked()
    agreed(transfer)
    released(transfer)
    there = seen_by(office(other()))
    assert there == {
        "Enrolment": 1, "MarkRow": 0, "Dossier": 1, "DossierFile": 1, "LifeEvent": 1, "RegisterLine": 1,
        "Transcript": 0, "Person": 1, "Family": before["Family"],
    }  # fmt: skip
    here = seen_by(actor("thay-minh"))
    assert here == before | {"LifeEvent": before["LifeEvent"] + 1}
    with at(actor("thay-minh")):
        places = Enrolment.objects.filter(student_id=an().pk, year=2025)
        assert [one.ends_on for one in places] == [date(2026, 5, 19)]
    marks(other(), final=95)
    assert seen_by(actor("thay-minh"))["MarkRow"] == here["MarkRow"]
    assert seen_by(actor("chi-hoa"))["MarkRow"] > here["MarkRow"]


def test_the_dossier_says_what_the_sending_school_had_and_is_whole():
    marks(home())
    with at(actor("thay-minh")):
        version = _issued_transcript(an().pk)
    transfer = asked()
    agreed(transfer)
    released(transfer)
    with at(office(other())):
        came = Dossier.objects.get()
        assert came.whole
        assert came.from_school_id == home()
        running = came.content["years"][0]
        maths = next(one for one in running["subjects"] if one["name"] == "Toán")
        assert (running["class"], maths["cells"][0]["final"]) == ("7A", "8,0")
        file = DossierFile.objects.select_related("file").get()
        assert (file.verify_code, file.file.school_id) == (version.verify_code, other())
        came.content["years"][0]["class"] = "7B"
        assert not came.whole


def test_the_dossier_cannot_be_altered():
    transfer = asked()
    agreed(transfer)
    released(transfer)
    with pytest.raises(Exception, match="permission denied"), at(office(other())):
        Dossier.objects.update(from_name="Trường khác")


def test_both_ledgers_and_both_histories_say_every_step():
    transfer = asked()
    agreed(transfer)
    released(transfer)
    for who in (actor("thay-minh"), office(other())):
        with at(who):
            own = side(who, transfer)
            assert list(Step.objects.filter(case=own.case).order_by("pk").values_list("verb", flat=True)) == [
                "open", "agree", "release",
            ]  # fmt: skip
            told = Entry.objects.filter(book="transfers", school_id=who.unit_id).order_by("position")
            assert list(told.values_list("verb", flat=True)) == ["ask", "agree", "release"]
    with at(actor("chi-hoa")):
        assert set(Transfer.objects.values_list("side", "case__state")) == {("out", "released"), ("in", "released")}


def test_on_each_day_the_pupil_belonged_to_one_school():
    transfer = asked()
    agreed(transfer)
    released(transfer)
    with at(actor("chi-hoa")):
        pupil = an().pk
        assert schools_on(date(2026, 5, 19), [pupil]) == {pupil: home()}
        assert schools_on(DAY, [pupil]) == {pupil: other()}
        assert Affiliation.objects.filter(person_id=pupil, kind="pupil", valid_to=None).count() == 1


def test_sending_twice_asks_once():
    with at(actor("chi-hoa")) as mother:
        unit, uid = Unit.objects.get(pk=other()), "019a0000-0000-7000-8000-000000000001"
        found = pupil_by_uid(mother, an().uid, "ask")
        first = ask(mother, found, Wish(unit.uid, REASON), uid)
        assert ask(mother, found, Wish(unit.uid, REASON), uid).pk == first.pk
        with pytest.raises(Conflict, match="chưa xong"):
            ask(mother, found, Wish(unit.uid, REASON))


def test_releasing_twice_releases_once():
    transfer = asked()
    agreed(transfer)
    released(transfer)
    with pytest.raises(Conflict, match="Chưa thể"):
        released(transfer)
    with at(office(other())):
        assert Enrolment.objects.filter(student_id=an().pk).count() == 1


def test_who_has_left_meanwhile_is_not_released():
    transfer = asked()
    agreed(transfer)
    with at(actor("thay-minh")) as minh:
        with pytest.raises(Conflict, match="chuyển trường chưa xong"):
            leave(minh, home(), an().pk, said(reason_code="06"))
        Affiliation.objects.filter(school_id=home(), person_id=an().pk, kind="pupil").update(valid_to=date(2026, 5, 18))
    with pytest.raises(Conflict, match="rút đơn"):
        released(transfer)
    assert set(seen_by(office(other())).values()) == {0}
    with at(actor("thay-minh")) as minh:
        own = side(minh, transfer)
        assert (own.case.state, own.released_on) == ("agreed", None)


def test_a_refusal_needs_a_reason_and_ends_it():
    transfer = asked()
    with at(office(other())) as receiving:
        own = side(receiving, transfer)
        with pytest.raises(Invalid):
            refuse(receiving, own, " ")
        refuse(receiving, own, "Lớp 7 đã đủ 45 em")
    with pytest.raises(Conflict):
        agreed(transfer)
    with at(actor("thay-minh")) as minh:
        own = side(minh, transfer)
        assert own.case.state == "refused"
        assert Step.objects.filter(case=own.case).latest("pk").reason == "Lớp 7 đã đủ 45 em"
    assert asked().pk != transfer.pk


@pytest.mark.parametrize("when", ["asked", "agreed"])
@pytest.mark.parametrize("name", ["chi-hoa", "thay-minh"])
def test_family_and_sending_school_take_the_wish_back(when, name):
    transfer = asked()
    if when == "agreed":
        agreed(transfer)
    with at(actor(name)) as who:
        own = Transfer.objects.get(pair=transfer.pair, side="out")
        withdraw(who, own, "Gia đình đổi ý")
    with pytest.raises(Conflict):
        released(transfer)
    with at(office(other())) as receiving:
        assert side(receiving, transfer).case.state == "withdrawn"


def test_nobody_takes_a_step_of_the_other_side():
    transfer = asked()
    with at(actor("thay-minh")) as minh:
        own = side(minh, transfer)
        for step in (lambda: agree(minh, own, class_of(home()).pk), lambda: refuse(minh, own, "x")):
            with pytest.raises(NotAllowed):
                step()
    agreed(transfer)
    with at(office(other())) as receiving:
        own = side(receiving, transfer)
        for step in (lambda: release(receiving, own, Introduction(DAY, "1")), lambda: withdraw(receiving, own, "x")):
            with pytest.raises(NotAllowed):
                step()
        assert Person.objects.filter(pk=an().pk).count() == 0  # the scope is the school's own again


@pytest.mark.parametrize("name", ["co-lan", "thay-khac"])
def test_teachers_do_not_ask_for_a_pupil(name):
    with at(actor(name)) as who, pytest.raises(NotFound):
        pupil_by_uid(who, an().uid, "ask")


def test_the_class_must_be_of_the_grade_and_the_school_of_the_level():
    transfer = asked()
    with at(office(other())) as receiving:
        with pytest.raises(Invalid, match="khối"):
            agree(receiving, side(receiving, transfer), class_of(other(), "6A").pk)
        with pytest.raises(Invalid):
            agree(receiving, side(receiving, transfer), 0)
    with at(actor("chi-hoa")) as mother:
        primary = Unit.objects.get(pk=actor("thay-phuc").unit_id)
        with pytest.raises(Invalid, match="không dạy lớp 7"):
            ask(mother, pupil_by_uid(mother, an().uid, "ask"), Wish(primary.uid, REASON))


@pytest.mark.parametrize("on", [date(2025, 9, 5), date(2026, 6, 1), date(2024, 10, 1)], ids=str)
def test_the_day_must_be_right_and_nothing_is_half_done(on):
    transfer = asked()
    agreed(transfer)
    with pytest.raises(Invalid):
        released(transfer, on)
    assert set(seen_by(office(other())).values()) == {0}


def _issued_transcript(student):
    """A version as its issue leaves it, without the signing, which the tests of transcripts go through."""
    from khuevan.kernel.clock import now
    from khuevan.platform.approvals.api import open_case
    from khuevan.school.transcripts.api import TRANSCRIPT

    minh = actor("thay-minh")
    case = open_case(minh, TRANSCRIPT, home(), student)
    place = class_of(home())
    kept = Transcript.objects.create(school_id=home(), student_id=student, year=2025, school_class=place, code="HB-thu")
    return Version.objects.create(
        school_id=home(), student_id=student, transcript=kept, case=case, xml="<hocba></hocba>", digest="0" * 64,
        created_at=now(), issued_at=now(),
    )  # fmt: skip
