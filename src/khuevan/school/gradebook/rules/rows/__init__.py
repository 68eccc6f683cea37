"""Pupil-years as JSON lines, from anywhere: read in batches, computed by the engine, written one by one.

A line that cannot be read becomes a ``Fault`` (its number, what is wrong, how to mend it); all other lines are still
computed. The layouts are explained in ``docs/rules/rows.md``.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from khuevan.kernel.errors import Invalid

from ..engine import demand_formulas
from ..rule_sets import PRESCHOOL_GRADE, RuleSet
from . import preschool, primary, secondary
from .reading import Given, wrong

BATCH: Final = 2000
_READERS: Final[dict[str, Any]] = {"secondary": secondary, "primary": primary, "preschool": preschool}


@dataclass(frozen=True)
class Fault:
    """A line that was left out, and why."""

    line: int
    message: str
    hint: str


@dataclass(frozen=True)
class Answer:
    """What the rules say of the pupil-year of a line, ready to become JSON."""

    line: int
    result: dict[str, Any]


def compute_lines(rules: RuleSet, lines: Iterable[str], batch: int = BATCH) -> Iterator[Answer | Fault]:
    """Results of JSON lines, in their order; empty lines are passed over. Raises ``Invalid`` if the set cannot
    compute."""
    kind = _READERS[rules.kind]
    demand_formulas(rules)
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while taken := list(islice(numbered, batch)):
        yield from _batch(kind.read, kind.answers, rules, taken)


def _batch(read: Callable[..., Any], answers: Callable[..., Any], rules: RuleSet, taken: Any) -> Iterator[Any]:
    found: dict[int, Answer | Fault] = {}
    rows = {}
    for number, line in taken:
        try:
            rows[number] = read(rules, _holding(rules, _parse(line)))
        except Invalid as error:
            found[number] = Fault(number, error.message, error.hint)
    for number, said in zip(rows, answers(rules, list(rows.values())), strict=True):
        found[number] = Answer(number, said)
    yield from (found[number] for number, _line in taken)


def _parse(line: str) -> Given:
    try:
        given = json.loads(line, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Invalid(
            "Dòng này không phải JSON.", hint="Mỗi dòng là một đối tượng JSON {…} của một học sinh."
        ) from None
    if not isinstance(given, dict):
        raise wrong("", "một đối tượng JSON {…} của một học sinh")
    return Given(given)


def _holding(rules: RuleSet, given: Given) -> Given:
    """Where a line says its year, the set has to hold for the grade in it."""
    if given.values.get("year") is None:
        return given
    year, grade = given.number("year", 1990, 2100), given.values.get("grade", PRESCHOOL_GRADE)
    if not rules.holds(grade, year):
        raise Invalid(
            f"“year”: {rules.code} không áp dụng cho khối {grade} năm học {year}–{year + 1}.",
            hint="Chọn bộ quy tắc của năm ấy (khuevan rules), hoặc bỏ year để tính thử.",
            code="row",
        )
    return given


def _no_number(name: str) -> Any:
    raise ValueError(name)
