"""Reports: asked for by the Sở, frozen and signed by a leader, never changed, corrected with a reason, added up."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from khuevan.insight.reports.api import (
    PERIODS,
    Asked,
    Report,
    ask_for,
    census,
    correct,
    corrections_of,
    differences,
    freeze,
    freeze_whole,
    handed_in,
    intact,
    report_by_uid,
    standing_of,
    whole_of,
)
from khuevan.kernel import clock
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.signing.api import new_key
from khuevan.platform.signing.ports import Owner, WrongPin
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db
YEAR, PIN = 2025, "123456"
DAY, DUE = date(2025, 9, 30), date(2025, 10, 15)
SAID = {"owner": "cl", "region": "db"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def minh(db):
    """The principal, with a key."""
    who = actor("thay-minh")
    with acting_as("thay-minh"):
        school, person = Unit.objects.get(pk=who.unit_id), Person.objects.get(pk=who.person_id)
        new_key(
            school.pk, person.pk, Owner(person.full_name, who.title, school.name, school.code, str(person.uid)), PIN
        ).save()
    return who


def asked(**more):
    said = {"year": YEAR, "period": "begin", "as_of": DAY, "due_on": DUE, "basis": "Công văn 12", **more}
    with acting_as("anh-binh"):
        return ask_for(actor("anh-binh"), Asked(**said))


@pytest.fixture
def begun(db):
    return asked()


def frozen(minh, begun, **more):
    with acting_as("thay-minh"):
        return freeze(minh, begun, more.pop("declared", SAID), more.pop("pin", PIN), with_gaps=True, **more)


def told(report):
    with acting_as("thay-minh"):
        return standing_of(report_by_uid(report.uid))


def somebody(school_id, **which):
    return Enrolment.objects.filter(school_id=school_id, year=YEAR, ends_on=None, **which).order_by("id").first()


def test_what_is_frozen_is_what_the_lists_say_and_is_signed(minh, begun):
    one = frozen(minh, begun)
    with acting_as("thay-minh"):
        n = Enrolment.objects.filter(school_id=minh.unit_id, year=YEAR, ends_on=None).count()
        girls = Enrolment.objects.filter(school_id=minh.unit_id, year=YEAR, ends_on=None, student__sex=2).count()
        classes = SchoolClass.objects.filter(school_id=minh.unit_id, year=YEAR).count()
        assert (one.figures["03.hs"], one.figures["03.hs.nu"], one.figures["03.lop"]) == (n, girls, classes)
        assert sum(one.figures[f"03.hs_{grade}"] for grade in range(6, 10)) == n
        assert one.figures["03.ht"] == 1
        assert (one.frozen_by, one.declared) == (minh.name, SAID)
        assert intact(report_by_uid(one.uid))
        assert Entry.objects.filter(book="reports", verb="freeze", new=one.digest).count() == 1


def test_numbers_are_those_of_the_day(minh, begun):
    with acting_as("thay-minh"):
        gone, late = [row.pk for row in Enrolment.objects.filter(school_id=minh.unit_id, year=YEAR, ends_on=None)[:2]]
        n = Enrolment.objects.filter(school_id=minh.unit_id, year=YEAR, ends_on=None).count()
        Enrolment.objects.filter(pk=gone).update(ends_on=DAY)
        Enrolment.objects.filter(pk=late).update(starts_on=DAY + timedelta(days=1))
    assert frozen(minh, begun).figures["03.hs"] == n - 1


def test_the_database_lets_nobody_change_it(minh, begun):
    one = frozen(minh, begun)
    for name in ("thay-minh", "anh-binh"):
        with acting_as(name), pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=one.pk).update(frozen_by="x")
        with acting_as(name), pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=one.pk).delete()


def test_a_changed_row_is_seen(minh, begun):
    one = frozen(minh, begun)
    one.figures = {**one.figures, "03.hs": one.figures["03.hs"] + 1}
    assert not intact(one)


def test_it_is_frozen_once(minh, begun):
    frozen(minh, begun)
    with pytest.raises(Conflict, match="đã được"):
        frozen(minh, begun)


def test_gaps_need_a_yes_and_are_kept(minh, begun):
    with acting_as("thay-minh"):
        Person.objects.filter(pk=somebody(minh.unit_id).student_id).update(
            birth_year=None, birth_month=None, birth_day=None
        )
        with pytest.raises(Invalid, match="1 học sinh chưa có năm sinh") as refusal:
            freeze(minh, begun, SAID, PIN)
        assert refusal.value.code == "gaps"
        assert freeze(minh, begun, SAID, PIN, with_gaps=True).gaps["birth"] == 1


@pytest.mark.parametrize("declared", [{}, {"owner": "cl"}, {"owner": "x", "region": "db"}])
def test_owner_and_region_are_said(minh, begun, declared):
    with pytest.raises(Invalid, match="loại hình"):
        frozen(minh, begun, declared=declared)


def test_a_wrong_pin_freezes_nothing(minh, begun):
    with pytest.raises(WrongPin):
        frozen(minh, begun, pin="000000")
    with acting_as("thay-minh"):
        assert not Report.objects.exists()


def test_not_before_its_day_nor_without_classes(minh, begun):
    with clock.frozen(clock.datetime(2025, 9, 29, 12)), pytest.raises(Invalid, match="Chưa đến ngày"):
        frozen(minh, begun)
    empty = asked(year=2019, as_of=date(2019, 9, 30), due_on=date(2019, 10, 15))
    with pytest.raises(Invalid, match="Chưa có lớp"):
        frozen(minh, empty)


def test_a_correction_is_a_delta_with_a_reason_and_the_report_stays(minh, begun):
    one = frozen(minh, begun)
    before = dict(one.figures)
    with acting_as("thay-minh"):
        with pytest.raises(Invalid, match="Không có số nào khác"):
            correct(minh, one, "Sai", PIN)
        boy = somebody(minh.unit_id, student__sex=1)
        Person.objects.filter(pk=boy.student_id).update(sex=2)
        with pytest.raises(Invalid, match="lý do"):
            correct(minh, one, "  ", PIN)
        made = correct(minh, one, "Nhập sai giới tính một em", PIN)
        assert ["03.hs.nu", before["03.hs.nu"], before["03.hs.nu"] + 1] in [list(each) for each in made.changes]
        assert "03.hs" not in [each[0] for each in made.changes]
        (kept,) = corrections_of(one)
        assert (kept.number, kept.reason, kept.made_by) == (1, "Nhập sai giới tính một em", minh.name)
        assert intact(kept)
        fresh = report_by_uid(one.uid)
        assert fresh.figures == before
        assert intact(fresh)
        assert standing_of(fresh).figures["03.hs.nu"] == before["03.hs.nu"] + 1
        assert differences(fresh) == []
        assert Entry.objects.filter(book="reports", verb="correct", reason="Nhập sai giới tính một em").exists()


def test_who_may(minh, begun):
    one = frozen(minh, begun)
    with acting_as("co-lan"), pytest.raises(NotFound):
        freeze(actor("co-lan"), begun, SAID, PIN)
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        ask_for(minh, Asked(YEAR, "end", date(2026, 5, 31), date(2026, 6, 15), "x"))
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        freeze_whole(minh, begun)
    with acting_as("anh-binh"), pytest.raises(NotAllowed):
        correct(actor("anh-binh"), report_by_uid(one.uid), "x")
    with acting_as("thay-khac"), pytest.raises(NotFound):
        report_by_uid(one.uid)


def test_the_department_sees_who_has_handed_in_and_who_is_late(minh, begun):
    with acting_as("anh-binh"):
        rows = handed_in(begun)
    assert {row.state for row in rows} == {"late"}
    frozen(minh, begun)
    with acting_as("anh-binh"):
        rows = handed_in(begun)
    by_school = {row.name: row.state for row in rows}
    assert by_school.pop(minh.unit_name) == "handed_late"
    assert set(by_school.values()) == {"late"}
    assert rows[-1].name == minh.unit_name  # who owes stands first


def test_the_whole_is_the_sum_stays_and_is_corrected(minh, begun):
    binh = actor("anh-binh")
    with acting_as("anh-binh"), pytest.raises(Invalid, match="Chưa trường nào"):
        freeze_whole(binh, begun)
    one = frozen(minh, begun)
    with acting_as("anh-binh"):
        with pytest.raises(Invalid, match="chưa nộp"):
            freeze_whole(binh, begun)
        whole = freeze_whole(binh, begun, with_gaps=True)
        assert whole.figures["03.hs@cl"] == whole.figures["03.hs"] == one.figures["03.hs"]
        assert whole.gaps["schools"] == len(handed_in(begun)) - 1
        assert intact(report_by_uid(whole.uid))
        with pytest.raises(Conflict):
            freeze_whole(binh, begun, with_gaps=True)
    with acting_as("thay-minh"):
        Person.objects.filter(pk=somebody(minh.unit_id, student__sex=1).student_id).update(sex=2)
        correct(minh, one, "Sai giới tính", PIN)
    with acting_as("anh-binh"):
        fresh = report_by_uid(whole.uid)
        assert standing_of(fresh).figures["03.hs.nu"] == one.figures["03.hs.nu"]
        made = correct(binh, fresh, "Theo điều chỉnh của trường")
        assert intact(made)
        assert standing_of(fresh).figures["03.hs.nu"] == one.figures["03.hs.nu"] + 1
        assert whole_of(begun)[0] == standing_of(fresh).figures


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"period": "spring"}, "kì báo cáo"), ({"as_of": date(2024, 9, 30)}, "không nằm trong năm học"),
        ({"due_on": date(2025, 9, 1)}, "trước ngày chốt"), ({"basis": " "}, "căn cứ"),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_refused(more, words):
    with pytest.raises(Invalid, match=words):
        asked(**more)


def test_only_the_due_day_of_a_round_may_change_once_somebody_has_frozen(minh, begun):
    frozen(minh, begun)
    assert asked(due_on=date(2025, 11, 1)).pk == begun.pk
    with pytest.raises(Conflict):
        asked(as_of=date(2025, 10, 1))


def test_the_census_asks_as_often_for_many_as_for_few(minh):
    def count(day):
        with acting_as("thay-minh"), queries() as found:
            census(minh.unit_id, YEAR, day, PERIODS["end"])
        return len(found)

    assert count(date(2026, 5, 31)) == count(date(2020, 1, 1)) == 4


def test_pages_for_a_school_and_the_department(minh, begun):
    school, office = client_as("thay-minh"), client_as("anh-binh")
    path = f"/reports/rounds/{begun.uid}/"
    assert "Chốt số và ký" in school.get(path).content.decode()
    assert "Quá hạn, chưa nộp" in school.get("/reports/").content.decode()
    answer = school.post(f"{path}freeze", {"pin": PIN, "gaps": "1", "owner": "cl"})
    assert answer.status_code == 422
    assert "Chưa chọn loại hình" in answer.content.decode()
    answer = school.post(f"{path}freeze", {"pin": PIN, "gaps": "1", **SAID})
    assert answer.status_code == 302
    html = school.get(answer.url).content.decode()
    assert "Chữ ký còn nguyên vẹn" in html
    assert school.get(f"{answer.url}xml")["Content-Type"] == "application/xml"
    assert school.get(f"{answer.url}statement").status_code == 404
    wrong = school.post(f"{answer.url}form", {"form": SimpleUploadedFile("x.xlsx", b"no sheet")})
    assert wrong.status_code == 422
    again = school.post(f"{path}freeze", {"pin": PIN, "gaps": "1", **SAID})
    assert again.status_code == 409
    assert "Đã nộp, trễ hạn" in office.get(path).content.decode()
    assert office.get(answer.url).status_code == 200
    assert office.get(f"{answer.url}correct").status_code == 404
    assert client_as("thay-khac").get(answer.url).status_code == 404
    for name in ("co-lan", "chi-hoa"):
        assert client_as(name).get("/reports/").status_code == 404


def test_the_department_opens_a_round_on_its_page():
    office = client_as("anh-binh")
    typed = {"year": YEAR, "period": "end", "as_of": "2026-05-31", "due_on": "2026-06-15", "basis": "CV 1"}
    assert office.post("/reports/ask", {**typed, "due_on": "2026-05-01"}).status_code == 422
    answer = office.post("/reports/ask", typed)
    assert answer.status_code == 302
    assert "Cuối năm học 2025–2026" in office.get(answer.url).content.decode()
    assert client_as("thay-minh").post("/reports/ask", typed).status_code == 403


def test_queries_of_the_departments_page_do_not_grow(minh, begun):
    def asked_for():
        client = client_as("anh-binh")
        client.get(f"/reports/rounds/{begun.uid}/")
        with queries() as found:
            client.get(f"/reports/rounds/{begun.uid}/")
        return len(found)

    few = asked_for()
    frozen(minh, begun)
    assert asked_for() == few


def test_nobody_sees_reports_without_a_scope(minh, begun):
    frozen(minh, begun)
    with acting(Scope("nobody")):
        assert not Report.objects.exists()
