"""What happens to a pupil at one school: each event with its checks, and undone."""

from datetime import date
from uuid import UUID

import pytest

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.registry.audit.api import Entry
from khuevan.registry.people.api import Affiliation, Facts, Guardianship, Person
from khuevan.school.enrolment.api import Enrolment, SchoolYear
from khuevan.school.gradebook.api import save_marks
from khuevan.school.register.api import (
    Dossier,
    LifeEvent,
    Newcomer,
    RegisterLine,
    Said,
    change_class,
    come_back,
    death,
    enrol,
    leave,
    leave_for,
    record_events,
    undo,
)
from tests.personas import actor
from tests.school.gradebook.fixtures import book, queries, whole_row
from tests.school.register import ground
from tests.school.register.ground import DAY, an, at, class_of, home, office, other, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def minh():
    with at(actor("thay-minh")) as who:
        yield who


def event(pk):
    return LifeEvent.objects.select_related("student").get(pk=pk)


def rows(student):
    """Places and affiliations, as they are."""
    places = (
        Enrolment.objects.filter(student_id=student)
        .order_by("pk")
        .values("school_class_id", "ends_on", "note", "number")
    )
    known = Affiliation.objects.filter(person_id=student, kind="pupil").order_by("pk").values("school_id", "valid_to")
    return [*places], [*known]


GOING = {
    "leave": lambda who, pupil: leave(who, home(), pupil, said(reason_code="03")),
    "outside": lambda who, pupil: leave_for(who, home(), pupil, said(other_place="THCS Hoà Bình, Đồng Tháp")),
    "death": lambda who, pupil: death(who, home(), pupil, said(paper_no="15/TLKT")),
}


@pytest.mark.parametrize("kind", GOING)
def test_who_goes_is_no_longer_there_and_undo_puts_everything_back(minh, kind):
    before = rows(an().pk)
    made = event(GOING[kind](minh, an().pk))
    places, known = rows(an().pk)
    assert places[-1]["ends_on"] == known[-1]["valid_to"] == date(2026, 5, 19)
    assert len(places) == len(before[0])
    with pytest.raises(Conflict, match="không còn học"):
        GOING[kind](minh, an().pk)
    undo(minh, made, "ghi nhầm em")
    assert rows(an().pk) == before
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        undo(minh, made, "lần nữa")
    told = Entry.objects.filter(book="register", student_id=an().pk).order_by("position")
    assert list(told.values_list("verb", "reason"))[-1] == ("undo", "ghi nhầm em")


def test_who_comes_back_is_the_same_person_with_the_same_number(minh):
    number = RegisterLine.objects.get(student_id=an().pk).number
    leave(minh, home(), an().pk, Said(date(2026, 4, 1), reason_code="09"))
    made = come_back(minh, an().pk, class_of(home()), said())
    assert event(made).kind == "return"
    assert RegisterLine.objects.get(student_id=an().pk).number == number
    assert Enrolment.objects.filter(student_id=an().pk, year=2025, ends_on=None).count() == 1
    with pytest.raises(Conflict, match="đang học"):
        come_back(minh, an().pk, class_of(home()), said())
    undo(minh, event(made), "chưa đi học lại")
    assert Affiliation.objects.filter(person_id=an().pk, kind="pupil", valid_to=None).count() == 0


def test_an_earlier_event_is_not_undone_before_a_later_one(minh):
    first = event(leave(minh, home(), an().pk, Said(date(2026, 4, 1), reason_code="09")))
    come_back(minh, an().pk, class_of(home()), said())
    with pytest.raises(Conflict) as refused:
        undo(minh, first, "x")
    assert "biến động sau" in refused.value.hint


def test_nobody_comes_back_after_death(minh):
    death(minh, home(), an().pk, said())
    with pytest.raises(Invalid, match="khép lại"):
        come_back(minh, an().pk, class_of(home()), said())
    assert Guardianship.objects.filter(student_id=an().pk, valid_to=None).exists()


def test_a_newcomer_gets_a_number_a_place_and_parents_and_is_not_made_twice(minh):
    last = RegisterLine.objects.order_by("-number").first().number
    who = Newcomer(
        Facts("Đỗ Minh Khuê", 2, "2013-08-09"), [("mother", "Lê Thị Hạnh", "0900111222"), ("father", "", "")]
    )
    uid = UUID("019a0000-0000-7000-8000-000000000002")
    made = enrol(minh, class_of(home()), who, said(other_place="Trường Quốc tế", paper_no="3"), uid)
    assert enrol(minh, class_of(home()), who, said(other_place="Trường Quốc tế", paper_no="3"), uid) == made
    one = Person.objects.get(full_name="Đỗ Minh Khuê")
    assert event(made).kind == "transfer_in"
    assert RegisterLine.objects.get(student=one).number == last + 1
    assert Enrolment.objects.get(student=one).note == "Chuyển đến từ Trường Quốc tế"
    assert Guardianship.objects.get(student=one).guardian.full_name == "Lê Thị Hạnh"
    undo(minh, event(made), "nhập nhầm trường")
    assert not Enrolment.objects.filter(student=one).exists()
    again = enrol(minh, class_of(home()), Newcomer(Facts("Đỗ Minh Khoa", 1, "2013")), said())
    assert (
        RegisterLine.objects.get(student_id=event(again).student_id).number == last + 2
    )  # a number is never given again


@pytest.mark.parametrize(
    ("name", "paper", "kind"), [("8A", "5/QĐ", "skip"), ("6A", "6/QĐ", "repeat")], ids=["skip", "repeat"]
)
def test_the_kind_of_a_move_follows_from_the_grades(minh, name, paper, kind):
    with pytest.raises(Invalid, match="quyết định"):
        change_class(minh, an().pk, class_of(home(), name), said())
    made = event(change_class(minh, an().pk, class_of(home(), name), said(paper_no=paper)))
    assert (made.kind, made.class_from.name, made.class_to.name) == (kind, "7A", name)
    place = Enrolment.objects.get(student_id=an().pk, year=2025, ends_on=None)
    assert (place.school_class.name, place.starts_on) == (name, DAY)


def test_too_far_a_class_and_the_same_class_are_refused(minh):
    with pytest.raises(Invalid, match="hơn một khối"):
        change_class(minh, an().pk, class_of(home(), "9A"), said(paper_no="1"))
    with pytest.raises(Conflict, match="đang ở lớp này"):
        change_class(minh, an().pk, class_of(home()), said())


def test_marks_of_the_class_that_is_left_go_along_and_new_marks_forbid_undo():
    with at(actor("co-lan")) as lan:
        one = book(school=home())
        pupil = next(p for p in ground.class_pupils(one) if p.id == an().pk)
        save_marks(lan, one, 1, whole_row(pupil, final=90), reason="", device="")
    with at(actor("thay-minh")) as minh:
        made = event(change_class(minh, an().pk, class_of(home(), "8A"), said(paper_no="5/QĐ")))
        running = Dossier.objects.get(student_id=an().pk).content["years"]
        assert [one["class"] for one in running] == ["7A"]
        eight = book(name="8A", school=home())
        teacher = ground.teacher(home(), eight.teacher_id)
    with at(teacher):
        pupil = next(p for p in ground.class_pupils(eight) if p.id == an().pk)
        save_marks(teacher, book(name="8A", school=home()), 1, whole_row(pupil), reason="", device="")
    with at(actor("thay-minh")) as minh, pytest.raises(Conflict) as refused:
        undo(minh, made, "x")
    assert "lớp 8A" in refused.value.hint


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 6, 1), "chưa đến"), (date(2025, 9, 5), "không sau ngày"), (date(2025, 3, 1), "không thuộc năm học")],
    ids=["future", "before entry", "other year"],
)
def test_days_that_cannot_be(minh, on, words):
    with pytest.raises(Invalid, match=words):
        leave(minh, home(), an().pk, Said(on, reason_code="06"))


def test_a_closed_year_needs_a_reason(minh):
    SchoolYear.objects.filter(school_id=home(), year=2025).update(closed_at=ground.aware())
    with pytest.raises(Invalid, match="đã đóng"):
        leave(minh, home(), an().pk, said(reason_code="06"))
    assert leave(minh, home(), an().pk, said(reason_code="06", reason="bổ sung theo biên bản"))


@pytest.mark.parametrize("code", ["", "10", "99"])
def test_the_reason_must_be_of_the_ministrys_list(minh, code):
    with pytest.raises(Invalid, match="lý do"):
        leave(minh, home(), an().pk, said(reason_code=code))


@pytest.mark.parametrize("who", ["co-lan", "thay-khac", "office"])
def test_others_write_nothing(who):
    with at(office(other()) if who == "office" else actor(who)) as stranger, pytest.raises(NotAllowed):
        leave(stranger, home(), an().pk, said(reason_code="06"))


@pytest.mark.parametrize("count", [1, 3])
def test_many_events_take_as_many_statements_as_one(minh, count):
    places = list(
        Enrolment.objects.filter(school_id=home(), year=2025)[:count].values_list("student_id", "school_class_id")
    )
    moves = {student: (None, place) for student, place in places}
    with queries() as found:
        assert len(record_events(minh, home(), LifeEvent.Kind.PROMOTE, 2025, moves, said())) == count
    assert len(found) == 15
