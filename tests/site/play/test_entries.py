"""What is typed into sheets of levels: all that is missing, in accord with itself; corrections a step away."""

from uuid import UUID

import pytest

from khuevan.site.play.entries import correct, fill
from khuevan.site.province.dice import Dice


def column(key, kind, *values):
    return {"key": key, "kind": kind, "editable": True, "options": [{"value": one} for one in values]}


LEVEL, TEST, COMMENT = column("level", "choice", "T", "H", "C"), column("test", "integer"), column("comment", "text")
TRAIT, COUNT = column("YEU_NUOC", "choice", "T", "D", "C"), column("absences", "count")


def sheet(columns, *cells, **row):
    rows = [{"id": str(UUID(int=n)), "cells": one, **row} for n, one in enumerate(cells)]
    return {"columns": columns, "rows": rows}


def typed(edits):
    """By pupil what each cell gets."""
    found = {}
    for one in edits:
        found.setdefault(one["row"], {})[one["column"]] = one["value"]
    return list(found.values())


@pytest.mark.parametrize("seed", range(5))
def test_levels_go_with_tests(seed):
    told = typed(fill(Dice(seed), sheet([LEVEL, TEST, COMMENT], *[{} for _ in range(60)]), primary=True))
    assert len(told) == 60
    assert all(1 <= one["test"] <= 10 and one["comment"] for one in told)
    assert all((one["level"] == "C") == (one["test"] < 5) for one in told)
    assert all(one["level"] != "T" or one["test"] >= 7 for one in told)
    assert {one["level"] for one in told} >= {"T", "H"}


@pytest.mark.parametrize(("level", "least", "most"), [("T", 7, 10), ("H", 5, 10), ("C", 1, 4)])
def test_a_test_that_was_missing_goes_with_the_level_that_is_there(level, least, most):
    given = sheet([LEVEL, TEST], *[{"level": level} for _ in range(40)])
    told = typed(fill(Dice(1), given, primary=True))
    assert all(set(one) == {"test"} and least <= one["test"] <= most for one in told)


def test_only_gaps_are_filled_and_nothing_that_is_closed():
    given = sheet([TRAIT, COUNT, COMMENT], {"YEU_NUOC": "T"}, {"comment": "Em ngoan."})
    assert [set(one) for one in typed(fill(Dice(1), given, primary=False))] == [
        {"absences", "comment"},
        {"YEU_NUOC", "absences"},
    ]
    assert fill(Dice(1), sheet([LEVEL], {}, closed={"level": "Miễn học"}), primary=True) == []
    assert fill(Dice(1), sheet([LEVEL], {}, readonly=True), primary=True) == []
    assert fill(Dice(1), sheet([LEVEL], {}) | {"locked": {"by": "x"}}, primary=True) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_corrected_test_takes_its_level_along(seed):
    given = sheet([LEVEL, TEST], {"level": "T", "test": 7}, {"level": "H", "test": 5}, {"level": "C", "test": 4})
    before = [row["cells"] for row in given["rows"]]
    edits = correct(Dice(seed), given)
    after = [dict(one) for one in before]
    for edit in edits:
        assert edit["base"] == before[int(edit["row"][-1])][edit["column"]] != edit["value"]
        after[int(edit["row"][-1])][edit["column"]] = edit["value"]
    assert any(one["test"] != other["test"] for one, other in zip(before, after, strict=True))
    assert all((one["level"] == "C") == (one["test"] < 5) for one in after)
    assert all(one["level"] != "T" or one["test"] >= 7 for one in after)


def test_who_passed_is_not_failed_by_a_correction():
    passed = column("ck", "choice", "D", "CD")
    assert correct(Dice(1), sheet([passed], {"ck": "D"}, {})) == []
    assert [one["value"] for one in correct(Dice(1), sheet([passed], {"ck": "D"}, {"ck": "CD"}))] == ["D"]
