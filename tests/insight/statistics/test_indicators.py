"""Indicators are data: told exactly, defined from a day on, refused with the place of the fault."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from khuevan.insight.statistics.api import (
    GROUPINGS,
    Definition,
    Faulty,
    Indicator,
    View,
    by_class,
    define,
    indicator_on,
    indicators_on,
    needs_subject,
    pupils_behind,
    read_formula,
    tell,
    versions_of,
)
from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.audit.api import Entry
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from tests.insight.statistics.counting import YEAR
from tests.insight.statistics.test_figures import TERM, fill_in
from tests.personas import acting_as, actor
from tests.school.gradebook.fixtures import book, pupils, queries

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 20)
VIEW = View(YEAR, TERM, DAY)
GIRLS = {"girls": read_formula("100 * hoc_sinh_nu / hoc_sinh")}
MEAN = {"mean": read_formula("diem_tong / 10 / diem_so")}


def said(**more) -> Definition:
    usual = {
        "code": "ti_le_moi", "name": "Tỉ lệ mới", "unit": "percent", "formula": "100 * hoc_sinh_nu / hoc_sinh",
        "dimensions": ("school",), "legal_basis": "Công văn 12/SGDĐT", "owner": "Phòng Kế hoạch", "since": today(),
    }  # fmt: skip
    return Definition(**{**usual, **more})


def test_all_shipped_indicators_can_be_read_and_told():
    with acting_as("anh-binh"):
        found = indicators_on(DAY)
        formulas = {one.code: read_formula(one.formula) for one in found}
        (whole,) = tell(formulas, VIEW)
    assert len(found) >= 20
    assert all(set(one.dimensions) <= set(GROUPINGS) for one in found)
    assert whole.values["hoc_sinh"] == whole.counted[formulas["hoc_sinh"].references[0]] > 0
    assert whole.values["ht_tot"] is None  # nothing counted yet


def test_a_share_is_exact_and_groups_add_up():
    with acting_as("anh-binh"):
        here = Enrolment.objects.filter(year=YEAR, ends_on=None)
        n, girls = here.count(), here.filter(student__sex=2).count()
        (whole,) = tell(GIRLS, VIEW)
        one = GIRLS["girls"].references[1]
        assert whole.values["girls"] == Fraction(100 * girls, n)
        for by in ("school", "commune", "level", "grade", "year"):
            groups = tell(GIRLS, View(YEAR, TERM, DAY, years=(YEAR,)), by)
            assert sum(group.counted[one] for group in groups) == n, by
        assert len(tell(GIRLS, VIEW, "school")) == 5


def test_it_is_one_query_whatever_is_asked():
    with acting_as("anh-binh"), queries() as few:
        tell(GIRLS, VIEW)
    with acting_as("anh-binh"), queries() as many:
        tell({**GIRLS, **MEAN, "classes": read_formula("lop[khoi=7] + lop[khoi=6]")}, VIEW, "commune")
    assert len([sql for sql in few if "statistics_figure" in sql]) == 1
    assert len(many) == len(few)


def test_marks_are_told_by_subject_term_and_school():
    fill_in((90, 70, 40))
    with acting_as("anh-binh"):
        told = {one.key: one.values["mean"] for one in tell(MEAN, VIEW, "subject")}
        by_term = {one.key: one.values["mean"] for one in tell(MEAN, View(YEAR, 3, DAY, subject="TOAN"), "term")}
    assert told["TOAN"] == Fraction(200, 30)
    assert by_term[str(TERM)] == Fraction(200, 30)
    assert needs_subject(MEAN["mean"])
    assert not needs_subject(read_formula("diem_tong[mon=TOAN] / diem_so[mon=TOAN]"))


def test_a_school_tells_only_its_own():
    with acting_as("thay-khac"):
        groups = tell(GIRLS, VIEW, "school")
    assert [group.key for group in groups] == [str(actor("thay-khac").unit_id)]


def test_the_rows_behind_add_up_to_the_figure():
    fill_in((90, 70, 40))
    formula = read_formula("100 * diem_35_50[mon=TOAN] / diem_so[mon=TOAN]")
    with acting_as("thay-minh"):
        view = View(YEAR, TERM, DAY, school_id=actor("thay-minh").unit_id)
        (told,) = tell({"x": formula}, view)
        rows = by_class(formula, view)
        for one in formula.references:
            assert sum(row.counted.get(one, 0) for row in rows) == told.counted[one]
        (row,) = [row for row in rows if row.counted[formula.references[0]]]
        third = pupils(book())[2].id
        assert pupils_behind(formula.references[0], view, row.id) == [third]
        assert row.name == "7A"
    with acting_as("thay-khac"):
        assert by_class(formula, view) == []
        assert pupils_behind(formula.references[0], view, row.id) == []


def test_every_measure_of_classes_and_pupils_opens():
    with acting_as("thay-minh"):
        view = View(YEAR, TERM, DAY, school_id=actor("thay-minh").unit_id)
        rows = by_class(read_formula("lop + hoc_sinh"), view)
        assert len(rows) == SchoolClass.objects.filter(school_id=view.school_id, year=YEAR).count()
        some = rows[0]
        assert (
            len(pupils_behind(read_formula("hoc_sinh").references[0], view, some.id))
            == some.counted[read_formula("hoc_sinh").references[0]]
        )
        assert pupils_behind(read_formula("lop").references[0], view, some.id) == []


def test_a_specialist_adds_one():
    with acting_as("anh-binh"):
        one = define(actor("anh-binh"), said())
        assert indicator_on("ti_le_moi", today()).pk == one.pk
        assert indicator_on("ti_le_moi", today() - timedelta(days=1)) is None
        entry = Entry.objects.get(book="indicators")
        assert (entry.verb, entry.new) == ("define", one.formula)


def test_a_change_holds_from_its_day_and_leaves_what_was():
    later = today() + timedelta(days=10)
    with acting_as("anh-binh"):
        first = define(actor("anh-binh"), said())
        second = define(actor("anh-binh"), said(formula="hoc_sinh_nu", unit="count", since=later))
        assert indicator_on("ti_le_moi", today()).pk == first.pk
        assert indicator_on("ti_le_moi", later).pk == second.pk
        assert [one.pk for one in versions_of("ti_le_moi")] == [second.pk, first.pk]
        assert second.position == first.position
        with pytest.raises(Conflict):
            define(actor("anh-binh"), said(since=later))


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Mã"}, {"name": " "}, {"legal_basis": ""}, {"owner": ""}, {"unit": "km"}, {"dimensions": ("moon",)},
        {"since": date(2020, 1, 1)},
    ],
)  # fmt: skip
def test_an_incomplete_one_is_refused(wrong):
    with acting_as("anh-binh"), pytest.raises(Invalid):
        define(actor("anh-binh"), said(**wrong))


def test_a_wrong_formula_is_refused_with_its_place_and_nothing_is_written():
    with acting_as("anh-binh"):
        before = Indicator.objects.count()
        with pytest.raises(Faulty, match="cột 18"):
            define(actor("anh-binh"), said(formula="100 * hoc_sinh / lopp"))
        assert Indicator.objects.count() == before


def test_only_the_department_defines():
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        define(actor("thay-minh"), said())
    with acting_as("co-lan"), pytest.raises(NotFound):
        define(actor("co-lan"), said())
    with acting_as("anh-binh"):
        assert Unit.objects.get(pk=actor("anh-binh").unit_id).kind == "department"
