"""Units are founded, merged, split, renamed, moved; every day before keeps what it was."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.registry.audit.api import Entry, broken_links
from khuevan.registry.audit.models import Announcement
from khuevan.registry.units.api import (
    Charter,
    Decree,
    Unit,
    UnitEvent,
    ancestors,
    belongs,
    close,
    found,
    merge,
    move,
    predecessors,
    relevel,
    rename,
    split,
    successors,
    undo,
    units_on,
)
from tests.personas import acting_as, actor
from tests.registry.units.offices import DAY, DECREE, EARLIER, department, office, school, schools, sở

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acting_sở")]
EVE = DAY - timedelta(days=1)


def then(unit, day):
    (one,) = units_on(day, only=[unit.pk])
    return one


def ids(units):
    return {one.id for one in units}


def test_a_school_is_founded_by_decision():
    one = school("80A1", levels=("02", "03"))
    seen = then(one, EARLIER.on)
    assert (seen.code, seen.levels, seen.parent_id) == ("80A1", ("02", "03"), office().pk)
    assert units_on(EARLIER.eve, only=[one.pk]) == []
    assert [above.kind for above in ancestors(one.pk, DAY)] == ["commune", "department", "ministry"]
    event = UnitEvent.objects.latest("id")
    assert (event.kind, event.effective_on, event.decision, event.by) == (
        "found",
        EARLIER.on,
        EARLIER.decision,
        sở().name,
    )


def test_a_new_name_and_code_leave_the_old_ones_to_the_days_before():
    one = school("80A1")
    rename(sở(), DECREE, one.pk, name="Trường Tiểu học Hoa Sen", code="80A2")
    assert (then(one, EVE).name, then(one, EVE).code) == ("Trường 80A1", "80A1")
    assert (then(one, DAY).name, then(one, DAY).code) == ("Trường Tiểu học Hoa Sen", "80A2")


def test_other_levels_on_the_day_of_another_name():
    one = school("80A1")
    rename(sở(), DECREE, one.pk, name="Trường TH & THCS Hoa Sen")
    relevel(sở(), DECREE, one.pk, ["03", "02"])
    assert (then(one, EVE).levels, then(one, EVE).name) == (("02",), "Trường 80A1")
    assert (then(one, DAY).levels, then(one, DAY).name) == (("02", "03"), "Trường TH & THCS Hoa Sen")


def test_moved_schools_belong_elsewhere_from_the_day():
    one, other = school("80A1"), school("80A2")
    move(sở(), DECREE, [one.pk, other.pk], department().pk)
    assert belongs(one.pk, EVE).id == office().pk
    assert {belongs(pk, DAY).id for pk in (one.pk, other.pk)} == {department().pk}


def test_merged_schools_go_on_as_one_with_their_sites():
    one, other = school("80A1"), school("80A2")
    site = found(sở(), EARLIER, Charter("site", "80A2-1", "Điểm trường Ấp 1", other.pk))
    merge(sở(), DECREE, [one.pk, other.pk], one.pk)
    assert ids(successors(other.pk, DAY)) == {one.pk}
    assert ids(predecessors(one.pk, EVE)) == {one.pk, other.pk}
    assert (belongs(site.pk, EVE).id, belongs(site.pk, DAY).id) == (other.pk, one.pk)
    assert units_on(DAY, only=[other.pk]) == []
    assert then(other, EVE).parent_id == office().pk


def test_a_split_school_goes_on_as_several():
    old = school("80A1")
    sites = [found(sở(), EARLIER, Charter("site", f"80A1-{n}", f"Điểm {n}", old.pk)) for n in (1, 2)]
    parts = [school(f"80B{n}", decree=DECREE) for n in (1, 2)]
    split(sở(), DECREE, old.pk, [p.pk for p in parts], {sites[1].pk: parts[1].pk})
    assert ids(successors(old.pk, DAY)) == ids_of(parts)
    assert [belongs(site.pk, DAY).id for site in sites] == [p.pk for p in parts]
    assert ids(predecessors(parts[1].pk, EVE)) == {old.pk}


def ids_of(units):
    return {one.pk for one in units}


def test_a_part_may_be_the_old_unit_itself():
    old = school("80A1")
    part = school("80B1", decree=DECREE)
    split(sở(), DECREE, old.pk, [old.pk, part.pk])
    assert ids(successors(old.pk, DAY)) == {old.pk, part.pk}


def test_what_came_later_is_not_what_came_before():
    """80A1 went into 80A2; what had left 80A2 before never had anything of 80A1."""
    first, second = school("80A1"), school("80A2")
    part = school("80B1", decree=Decree(date(2025, 12, 1), "QĐ 7"))
    split(sở(), Decree(date(2025, 12, 1), "QĐ 7"), second.pk, [second.pk, part.pk])
    merge(sở(), DECREE, [first.pk], second.pk)
    assert ids(successors(first.pk, DAY)) == {second.pk}
    assert ids(predecessors(part.pk, EARLIER.on)) == {second.pk}


def test_closing_leaves_nothing_and_waits_for_those_below():
    one = school("80A1")
    site = found(sở(), EARLIER, Charter("site", "80A1-1", "Điểm 1", one.pk))
    with pytest.raises(Conflict, match="trực thuộc"):
        close(sở(), DECREE, one.pk)
    close(sở(), DECREE, site.pk)
    close(sở(), DECREE, one.pk)
    assert successors(one.pk, DAY) == []
    assert then(one, EVE).parent_id == office().pk


def test_events_are_in_the_ledger_and_told():
    one, other = school("80A1"), school("80A2")
    merge(sở(), replace(DECREE, note="Quy mô nhỏ"), [other.pk], one.pk)
    entry = Entry.objects.filter(book="units").latest("position")
    assert (entry.verb, entry.subject, entry.new) == ("merge", "80A2 Trường 80A2", "80A1 Trường 80A1")
    assert entry.reason == "QĐ 12/QĐ-UBND. Quy mô nhỏ"
    assert list(broken_links(department().pk)) == []
    told = Announcement.objects.latest("id")
    assert told.event == "units.UnitsMerged"
    assert (told.payload["before"], told.payload["after"]) == ([other.pk], one.pk)


def change(verb, one, other):
    return {
        "rename": lambda: rename(sở(), DECREE, one.pk, name="Tên mới", code="80A9"),
        "relevel": lambda: relevel(sở(), DECREE, one.pk, ["03"]),
        "move": lambda: move(sở(), DECREE, [one.pk], department().pk),
        "merge": lambda: merge(sở(), DECREE, [one.pk], other.pk),
        "split": lambda: split(sở(), DECREE, one.pk, [one.pk, other.pk]),
        "close": lambda: close(sở(), DECREE, one.pk),
    }[verb]()


def picture(units):
    days = (EARLIER.on, EVE, DAY, date(2026, 3, 1))
    seen = [units_on(day, only=[one.pk for one in units]) for day in days]
    return seen, [ids(successors(one.pk, DAY)) for one in units]


@pytest.mark.parametrize("verb", ["rename", "relevel", "move", "merge", "split", "close"])
def test_undoing_leaves_everything_as_it_was(verb):
    units = [school("80A1"), school("80A2")]
    before = picture(units)
    event = change(verb, *units)
    assert picture(units) != before
    taken_back = undo(sở(), event.pk, decision="QĐ 13/QĐ-UBND thu hồi")
    assert picture(units) == before
    assert (taken_back.undoes_id, taken_back.kind) == (event.pk, "undo")
    with pytest.raises(Conflict, match="đã được huỷ"):
        undo(sở(), event.pk, decision="QĐ 14")


def test_what_something_depends_on_is_not_undone():
    one, other = school("80A1"), school("80A2")
    merged = merge(sở(), DECREE, [other.pk], one.pk)
    named = rename(sở(), Decree(date(2026, 3, 1), "QĐ 20"), one.pk, name="Trường mới")
    with pytest.raises(Conflict, match="Đã có thay đổi khác"):
        undo(sở(), merged.pk, decision="QĐ 21")
    undo(sở(), named.pk, decision="QĐ 21")
    assert undo(sở(), merged.pk, decision="QĐ 22").pk


def test_founding_and_what_came_with_the_data_is_not_undone():
    school("80A1")
    for event in (UnitEvent.objects.filter(kind="found").latest("id"), UnitEvent.objects.get(kind="merge")):
        with pytest.raises(Conflict, match="không huỷ được"):
            undo(sở(), event.pk, decision="QĐ 1")


@pytest.mark.parametrize(
    ("decree", "code"),
    [
        (Decree(DAY, ""), "decision"),
        (Decree(date(2999, 1, 1), "QĐ 1"), "future"),
        (Decree(date(1999, 1, 1), "QĐ 1"), "too_early"),
    ],
)
def test_a_decree_has_a_day_and_a_decision(decree, code):
    with pytest.raises(Invalid) as refused:
        rename(sở(), decree, schools()[0].pk, name="Tên mới")
    assert refused.value.code == code


@pytest.mark.parametrize("verb", ["rename", "relevel", "move", "merge", "close"])
def test_changes_are_recorded_in_their_order(verb):
    one, other = school("80A1"), school("80A2")
    for unit in (one, other):
        rename(sở(), Decree(date(2026, 3, 1), "QĐ 9"), unit.pk, name=f"{unit.name} mới")
        move(sở(), Decree(date(2026, 3, 1), "QĐ 9"), [unit.pk], office("27694").pk)
    with pytest.raises(Conflict, match="vào ngày này hoặc sau"):
        change(verb, one, other)


def test_who_may_run_whom():
    one = school("80A1")
    with pytest.raises(Invalid, match="không quản lý"):
        move(sở(), DECREE, [office().pk], one.pk)
    with pytest.raises(Invalid, match="cùng loại"):
        merge(sở(), DECREE, [one.pk], office().pk)
    close(sở(), DECREE, one.pk)
    with pytest.raises(Conflict, match="đã kết thúc"):
        move(sở(), DECREE, [one.pk], department().pk)


def test_codes_are_given_once():
    school("80A1")
    with pytest.raises(Conflict, match="đã có đơn vị dùng"):
        school("80a1")


def test_another_province_is_not_found():
    elsewhere = Unit.objects.get(code="SO-79")
    with pytest.raises(NotFound):
        rename(sở(), DECREE, elsewhere.pk, name="Sở khác")
    with pytest.raises(NotFound):
        found(sở(), DECREE, Charter("school", "79A1", "Trường 79", elsewhere.pk, ("02",)))


@pytest.mark.parametrize("persona", ["co-lan", "thay-minh", "chi-hoa"])
def test_nobody_else_changes_units(persona):
    refused = pytest.raises((NotFound, ProgrammingError), match=r"Không tìm thấy|permission denied")
    with acting_as(persona), refused, transaction.atomic():
        rename(actor(persona), DECREE, schools()[0].pk, name="Tên mới")
