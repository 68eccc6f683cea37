"""Figures follow events, and a full rebuild from the tables gives exactly the same."""

from datetime import date

import pytest
from django.db import ProgrammingError

from khuevan.insight.statistics.api import Figure, rebuild
from khuevan.registry.accounts.api import scope_of as scope_of_actor
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from khuevan.school.gradebook.api import (
    Wanted,
    WantedResults,
    grant_case,
    save_conduct,
    save_marks,
    save_primary,
    spreads,
)
from khuevan.school.register.api import LifeEvent, Said, leave, undo
from tests.insight.statistics.counting import YEAR, deliver, everything, figure
from tests.personas import acting_as, actor
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, whole_row

pytestmark = pytest.mark.django_db
TERM = 1


def scope_of(name):
    return scope_of_actor(actor(name))


def fill_in(averages=(90, 70, 40), name="co-lan"):
    """Toán of 7A, a pupil a mark; and it reaches the listeners."""
    with acting_as(name):
        one = book()
        for pupil, mark in zip(pupils(one), averages, strict=False):
            save_marks(actor(name), one, TERM, whole_row(pupil, (mark,) * 4, mark, mark))
    deliver()
    return one


def rebuilt() -> list[tuple]:
    with acting(Scope("province")):
        rebuild()
    return everything()


def test_the_new_province_is_counted():
    with acting(Scope("province")):
        classes = SchoolClass.objects.filter(year=YEAR).count()
        there = Enrolment.objects.filter(year=YEAR, ends_on=None).count()
    assert figure("lop") == classes > 0
    assert figure("hoc_sinh") == there > 0
    assert 0 < figure("hoc_sinh_nu") < there
    assert figure("truong") == 5
    assert figure("can_bo") > 0


def test_a_mark_is_in_the_figure_of_the_province():
    fill_in((90, 70, 40))
    where = {"subject": "TOAN", "part": TERM, "grade": 7}
    assert figure("diem_so", **where) == 3
    assert figure("diem_tong", **where) == 200
    assert [figure(one, **where) for one in ("diem_tu_80", "diem_65_80", "diem_35_50")] == [1, 1, 1]


def test_a_corrected_mark_moves_from_band_to_band():
    one = fill_in((90,))
    with acting_as("co-lan"):
        first = pupils(one)[0]
        cells = [edit(first, column, 30, 90) for column in ("tx1", "tx2", "tx3", "tx4", "gk", "ck")]
        save_marks(actor("co-lan"), one, TERM, cells)
    assert figure("diem_tu_80", subject="TOAN") == 1  # not yet told
    deliver()
    assert figure("diem_tu_80", subject="TOAN") == 0
    assert figure("diem_duoi_35", subject="TOAN", part=TERM) == 1


def test_a_rebuild_gives_the_same_numbers():
    one = fill_in((90, 70, 40, 65, 50, 35, 80))
    with acting_as("thay-minh"):
        principal, of_class = actor("thay-minh"), school_class("7A")
        grant_case(principal, of_class, Wanted("other", str(pupils(one)[0].uid), "Học môn khác", str(one.uid), TERM))
    with acting_as("co-mai"):
        save_conduct(actor("co-mai"), of_class, TERM, [edit(pupil, "level", "T") for pupil in pupils(of_class)])
    with acting_as("co-thu"):
        small = book("TOAN", "2A")
        save_primary(actor("co-thu"), small, 2, [edit(pupil, "level", "T") for pupil in pupils(small)])
    assert deliver() > 0
    kept = everything()
    assert {row[2] for row in kept} >= {"diem_so", "muc_tot", "rl_tot", "lop", "hoc_sinh"}
    assert rebuilt() == kept
    with acting(Scope("province")):
        Figure.objects.all().delete()
    assert rebuilt() == kept


def test_figures_say_what_the_spreads_say():
    fill_in((90, 70, 40, 65, 50, 35, 80))
    with acting_as("anh-binh"):
        (group,) = spreads(WantedResults(YEAR, TERM, False, subject="TOAN"), "subject")
    bands = ("diem_duoi_35", "diem_35_50", "diem_50_65", "diem_65_80", "diem_tu_80")
    found = tuple(figure(one, subject="TOAN", part=TERM) for one in bands)
    assert found == group.bands
    assert figure("diem_tong", subject="TOAN", part=TERM) == group.total


def test_who_leaves_is_counted_no_more_and_comes_back_with_the_marks():
    one = fill_in((90, 70))
    before = figure("hoc_sinh", grade=7), figure("diem_so", subject="TOAN", part=TERM)
    with acting_as("thay-minh"):
        said = Said(date(2026, 4, 1), reason_code="09")
        event = leave(actor("thay-minh"), one.school_id, pupils(one)[0].id, said)
    deliver()
    assert (figure("hoc_sinh", grade=7), figure("diem_so", subject="TOAN", part=TERM)) == (before[0] - 1, before[1] - 1)
    assert rebuilt() == everything()
    with acting_as("thay-minh"):
        undo(actor("thay-minh"), LifeEvent.objects.get(pk=event), "Nhầm em khác")
    deliver()
    assert (figure("hoc_sinh", grade=7), figure("diem_so", subject="TOAN", part=TERM)) == before


def test_a_school_sees_its_own_figures_and_families_none():
    fill_in((90, 70))
    own, other = figure("hoc_sinh", scope_of("thay-minh")), figure("hoc_sinh", scope_of("thay-khac"))
    assert 0 < own < figure("hoc_sinh")
    assert 0 < other < figure("hoc_sinh")
    with pytest.raises(ProgrammingError, match="permission denied"), acting(scope_of("chi-hoa")):
        Figure.objects.count()


def test_a_change_takes_the_same_statements_whatever_the_size():
    fill_in((90,))

    def counted(marks):
        with acting_as("co-lan"):
            one = book()
            for pupil in pupils(one)[:marks]:
                save_marks(actor("co-lan"), one, 2, whole_row(pupil))
        with queries() as found:
            deliver()
        return [sql for sql in found if "statistics_figure" in sql]

    assert len(counted(1)) == 2
    assert len(counted(1)) == 0  # nothing changed, nothing announced
