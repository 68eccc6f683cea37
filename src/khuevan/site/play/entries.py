"""What is typed into a sheet: gaps that are filled, values that are corrected. Pure: chance and a sheet give edits.

A sheet is as the gradebook shows it: ``columns`` with kind and choices, ``rows`` with cells and what is closed in them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from khuevan.site.province.dice import Dice
from khuevan.site.province.marks import phrases

Edit = dict[str, Any]
Row = dict[str, Any]
_USUAL, _SPREAD = 70, 14
"""Of marks that are entered, in tenths."""
_TEST, _TEST_SPREAD = 7.9, 1.5
"""Of tests of primary classes."""
_SHARES = {2: (97, 3), 3: (57, 40, 3), 4: (62, 30, 7, 1)}
"""Of each level, the best one first, by how many levels there are."""
_FULLY, _JUST = 7, 5
"""Tests from which on the level is T or H."""
_BEST = 0.85
"""Share of those with a good test who get a T."""
_DAY_AWAY = 0.6
"""Chance of one absence more."""


def columns_of(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """Columns that may be typed into today; none where the term is locked."""
    return [] if sheet.get("locked") else [one for one in sheet["columns"] if one["editable"]]


def fill(dice: Dice, sheet: dict[str, Any], primary: bool) -> list[Edit]:
    """Marks of the first column that has gaps, to its end; of a class of levels, all that pupils lack."""
    columns, rows = columns_of(sheet), _rows(sheet)
    scores = [one for one in columns if one["kind"] == "score"]
    if scores:
        return _scores(dice, rows, next((one["key"] for one in scores if _gaps(rows, one["key"])), ""))
    if not primary and not any(one["kind"] == "count" for one in columns):
        choices = [one for one in columns if one["kind"] == "choice"]
        columns = [one for one in choices if _gaps(rows, one["key"])][:1]
    edits: list[Edit] = []
    for row in rows:
        wanted = _levels(dice, columns, row["cells"])
        edits += [_edit(row, key, value) for key, value in wanted.items() if _is_gap(row, key)]
    return edits


def correct(dice: Dice, sheet: dict[str, Any]) -> list[Edit]:
    """One to three values of a column, a little up or down; a level goes along with its test."""
    columns, rows = {one["key"]: one for one in columns_of(sheet)}, _rows(sheet)
    usable = [key for key, one in columns.items() if one["kind"] in ("score", "integer", "choice")]
    if "test" in usable and "level" in usable:
        usable.remove("level")
    held = {key: [row for row in rows if _may_change(columns[key], row)] for key in usable}
    usable = [key for key in usable if held[key]]
    if not usable:
        return []
    column = columns[dice.py.choice(usable)]
    edits = []
    for row in dice.py.sample(held[column["key"]], min(len(held[column["key"]]), dice.py.randint(1, 3))):
        value = _other(dice, column, row["cells"][column["key"]])
        edits.append(_edit(row, column["key"], value))
        if column["key"] == "test" and "level" in columns and _is_open(row, "level"):
            level = row["cells"].get("level")
            if level and level != (fitting := _fitting(value, level)):
                edits.append(_edit(row, "level", fitting))
    return edits


def _may_change(column: dict[str, Any], row: Row) -> bool:
    """Whether something stands there that is ever put right. Of passed and failed only the failed: made up for."""
    value = row["cells"].get(column["key"])
    if value is None or not _is_open(row, column["key"]):
        return False
    options = column.get("options") or ()
    return len(options) != 2 or value == options[-1]["value"]


def _rows(sheet: dict[str, Any]) -> list[Row]:
    return [row for row in sheet["rows"] if not row.get("readonly")]


def _is_open(row: Row, key: str) -> bool:
    return key not in row.get("closed", ())


def _is_gap(row: Row, key: str) -> bool:
    return row["cells"].get(key) is None and _is_open(row, key)


def _gaps(rows: Iterable[Row], key: str) -> bool:
    return any(_is_gap(row, key) for row in rows)


def _edit(row: Row, column: str, value: Any) -> Edit:
    return {"row": row["id"], "column": column, "value": value, "base": row["cells"].get(column)}


def _scores(dice: Dice, rows: Sequence[Row], column: str) -> list[Edit]:
    marks = [round(min(100.0, max(10.0, dice.py.gauss(_USUAL, _SPREAD))) / 5) * 5 for _ in rows]
    return [_edit(row, column, mark) for row, mark in zip(rows, marks, strict=True) if column and _is_gap(row, column)]


def _levels(dice: Dice, columns: Sequence[dict[str, Any]], cells: dict[str, Any]) -> dict[str, Any]:
    """What a pupil would get in each column, in accord with what stands there; chance is drawn in any case."""
    by_key = {one["key"]: one for one in columns}
    given: dict[str, Any] = {}
    worst = 0
    for key, one in by_key.items():
        if one["kind"] == "choice":
            values = [option["value"] for option in one["options"]]
            drawn = dice.py.choices(values, _SHARES[len(values)])[0]
            given[key] = cells.get(key) or drawn
            worst = max(worst, values.index(given[key]))
        elif one["kind"] == "count":
            given[key] = str(_days_away(dice))
    if "test" in by_key:
        given["test"] = min(10, max(1, round(dice.py.gauss(_TEST, _TEST_SPREAD))))
        best = dice.chance(_BEST)
        if cells.get("level") is None:
            given["level"] = _fitting(cells.get("test") or given["test"], "T" if best else "H")
        else:
            given["test"] = _test_for(given["test"], cells["level"])
        worst = "THC".index(given["level"])
    if "comment" in by_key:
        given["comment"] = dice.py.choice(_phrases(by_key, worst))
    return given


def _phrases(columns: dict[str, Any], worst: int) -> list[str]:
    if "absences" in columns:
        return phrases.of_conduct(worst)
    return phrases.of_primary(worst) if "level" in columns else phrases.of_traits(worst)


def _days_away(dice: Dice) -> int:
    days = 0
    while days < 20 and dice.chance(_DAY_AWAY):
        days += 1
    return days


def _fitting(test: int, level: str) -> str:
    """The level that goes with a test: C below 5; T from 7 on, where it is one."""
    if test < _JUST:
        return "C"
    return "T" if level == "T" and test >= _FULLY else "H"


def _test_for(test: int, level: str) -> int:
    """A test that goes with a level that stands there."""
    if level == "C":
        return min(test, _JUST - 1)
    return max(test, _FULLY if level == "T" else _JUST)


def _other(dice: Dice, column: dict[str, Any], value: Any) -> Any:
    """A value near by that is lawful too."""
    if column["kind"] == "choice":
        values = [option["value"] for option in column["options"]]
        place = values.index(value)
        return values[place + 1 if place == 0 else place - 1]
    steps, least, most = ((-5, -3, 3, 5, 10), 0, 100) if column["kind"] == "score" else ((-1, 1), 1, 10)
    step = dice.py.choice(steps)
    return value + step if least <= value + step <= most else value - step
