"""Windows that count, by properties; columns and their kinds; proposals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.school.calendar.rules.kinds import KINDS, SLOTS, part_of, slot_of, slots_of
from khuevan.school.calendar.rules.proposing import usual
from khuevan.school.calendar.rules.windows import (
    SCOPES,
    Limit,
    Window,
    counting,
    grades_of,
    limit_of,
    narrowest,
    scopes_of,
    windows_of,
)

DAY = st.dates(date(2025, 8, 1), date(2026, 8, 31))
GRADE = st.integers(1, 12)
SLOT = st.sampled_from(SLOTS)
SCOPE = st.sampled_from(SCOPES)


@st.composite
def windows(draw):
    return Window(*sorted(draw(st.tuples(DAY, DAY))))


@st.composite
def limits(draw):
    return Limit(*sorted(draw(st.tuples(DAY, DAY, DAY))))


KEY = st.tuples(SLOT, SCOPE).map(lambda found: (*found[0], found[1]))
OWN = st.dictionaries(KEY, windows(), max_size=12)
LIMITS = st.dictionaries(KEY, limits(), max_size=12)


@given(windows(), DAY)
def test_a_day_is_early_open_or_over(window, day):
    state = window.state(day)
    assert (state == "open") == (window.opens_on <= day <= window.closes_on)
    assert (state == "early") == (day < window.opens_on)


@given(st.none() | windows(), st.none() | limits())
def test_what_counts_never_leaves_the_limits(own, limit):
    found = counting(own, limit)
    if limit is None:
        assert found == own
    else:
        assert limit.opens_on <= found.opens_on <= found.closes_on <= limit.latest_on


@given(limits(), st.data())
def test_an_allowed_window_counts_as_it_is(limit, data):
    within = st.dates(limit.opens_on, limit.latest_on)
    own = Window(*sorted(data.draw(st.tuples(within, within))))
    assert limit.allows(own)
    assert counting(own, limit) == own


@given(OWN, LIMITS, GRADE)
def test_every_grade_has_at_most_one_window_a_slot_and_it_was_set_for_it(own, known, grade):
    found = windows_of(own, known, grade)
    covering = {key[:2] for key in (*own, *known) if grade in grades_of(key[2])}
    assert set(found) == covering


@given(OWN, GRADE, SLOT, windows())
def test_the_narrower_scope_wins_whatever_else_is_set(own, grade, slot, window):
    found = windows_of({**own, (*slot, f"g{grade}"): window}, {}, grade)
    assert found[slot] == window


@given(OWN, LIMITS, GRADE, SLOT, windows())
def test_what_is_set_for_another_grade_changes_nothing(own, known, grade, slot, window):
    other = grade % 12 + 1
    assert grade not in grades_of(f"g{other}")
    changed = {**own, (*slot, f"g{other}"): window}
    assert windows_of(changed, known, grade).get(slot) == windows_of(own, known, grade).get(slot)


@given(st.dictionaries(SCOPE, limits(), max_size=6), SLOT, SCOPE)
def test_the_widest_that_a_school_may_set_holds_in_each_grade(known, slot, scope):
    limit = limit_of({(*slot, one): held for one, held in known.items()}, slot, scope)
    here = [held for grade in grades_of(scope) if (held := narrowest(known, grade))]
    assert (limit is None) == (not here)
    if limit and limit.possible:
        widest = Window(limit.opens_on, limit.latest_on)
        assert all(held.allows(widest) for held in here)
        assert any(held.opens_on == limit.opens_on for held in here)
        assert any(held.latest_on == limit.latest_on for held in here)


@given(GRADE)
def test_scopes_and_grades_agree(grade):
    assert {scope for scope in SCOPES if grade in grades_of(scope)} == set(scopes_of(grade))


@pytest.mark.parametrize(
    ("grade", "whole_class", "part", "column", "slot"),
    [
        (7, False, 1, "tx3", (1, "regular")),
        (7, False, 2, "gk", (2, "midterm")),
        (7, False, 2, "ck", (2, "final")),
        (7, False, 1, "comment", (1, "comment")),
        (7, False, 3, "retest", (3, "summary")),
        (7, True, 1, "absences", (1, "conduct")),
        (7, True, 1, "comment", (1, "conduct")),
        (7, True, 3, "retrained", (3, "summary")),
        (2, False, 1, "level", (1, "midterm")),
        (2, False, 1, "comment", (1, "midterm")),
        (2, False, 4, "test", (2, "final")),
        (2, False, 2, "comment", (1, "comment")),
        (2, True, 3, "YEU_NUOC", (2, "midterm")),
        (2, True, 4, "YEU_NUOC", (2, "conduct")),
    ],
)
def test_which_column_belongs_where(grade, whole_class, part, column, slot):
    assert slot_of(grade, whole_class, part, column) == slot
    assert slot in slots_of(grade, whole_class, part)
    assert part_of(grade, slot) == part


def test_every_slot_is_proposed_within_its_term():
    terms = {1: (date(2025, 9, 5), date(2026, 1, 18)), 2: (date(2026, 1, 19), date(2026, 5, 31))}
    found = usual(terms)
    assert tuple(found) == SLOTS
    for (term, kind), window in found.items():
        if kind in KINDS:
            assert terms[term][0] <= window.opens_on <= window.closes_on <= terms[term][1]
    assert found[1, "midterm"] == Window(date(2025, 10, 21), date(2025, 11, 21))


@given(DAY, st.integers(0, 150))
def test_proposals_hold_for_any_term(first, days):
    found = usual({1: (first, first + timedelta(days=days))})
    for window in found.values():
        assert first <= window.opens_on <= window.closes_on <= first + timedelta(days=days)
