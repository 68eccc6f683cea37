"""The rows of open data: indicators by province, level and commune, small cells hidden."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..models import Indicator
from ..rules.formula import Formula, read_formula
from ..rules.measures import MEASURES
from ..rules.numbers import exact
from ..rules.suppressing import hidden
from .indicators import indicators_on
from .naming import Name, names_of
from .telling import WHOLE, Told, View, needs_subject, tell

BY = (WHOLE, "level", "commune")
Row = dict[str, Any]


def open_content(view: View) -> dict[str, list[Row]]:
    """``rows`` and ``dictionary`` of what holds on the day of ``view``; three queries for the figures."""
    indicators = [one for one in indicators_on(view.day) if not needs_subject(read_formula(one.formula))]
    formulas = {one.code: read_formula(one.formula) for one in indicators}
    rows: list[Row] = []
    for by in BY:
        told = tell(formulas, view, by)
        names = names_of(by, [one.key for one in told]) if by != WHOLE else {"": Name("Toàn tỉnh", ())}
        some = sorted((one for one in told if one.key in names), key=lambda one: names[one.key].order)
        for one in indicators:
            if by == WHOLE or by in one.dimensions:
                rows += _rows(one, formulas[one.code], by, some, names)
    return {"rows": rows, "dictionary": [_entry(one) for one in indicators]}


def _rows(one: Indicator, formula: Formula, by: str, told: Sequence[Told], names: Mapping[str, Name]) -> list[Row]:
    people = [each for each in formula.references if MEASURES[each.measure].of_pupils]
    away = hidden([[each.counted[reference] for reference in people] for each in told])
    return [
        _row(one, by, names[each.key], each.key, None if place in away else each.values[one.code], place in away)
        for place, each in enumerate(told)
    ]


def _row(one: Indicator, by: str, name: Name, key: str, value: Fraction | None, away: bool) -> Row:
    said = exact(value, one.unit) if value is not None else None
    return {"code": one.code, "by": by, "key": name.code or key, "label": name.label, "value": said, "hidden": away}


def _entry(one: Indicator) -> Row:
    return {
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "formula": one.formula,
        "legal_basis": one.legal_basis,
        "owner": one.owner,
        "valid_from": one.valid_from.isoformat(),
    }
