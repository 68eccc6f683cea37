"""Indicators for machines: what holds on a day, a new definition. The same actions as behind the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from khuevan.kernel.clock import today

from .api import Definition, Indicator, define, demand, indicators_on

router = Router(tags=["statistics"])


class Refused(Schema):
    """Why not, in the caller's language. ``code`` "formula": the message names the column of the fault."""

    message: str
    hint: str = ""
    code: str = ""


REFUSALS = {401: Refused, 403: Refused, 404: Refused, 409: Refused, 422: Refused}


class IndicatorIn(Schema):
    """An indicator as it shall hold from a day on."""

    code: str = Field(max_length=24)
    name: str = Field(max_length=120)
    unit: str = Field(description="count, percent, mark or ratio")
    formula: str = Field(
        max_length=4000, description="Measures, numbers, + - * / and brackets: 100 * hoc_sinh_nu / hoc_sinh"
    )
    dimensions: list[str] = Field(max_length=7, description="commune, school, level, grade, subject, term, year")
    legal_basis: str = Field(max_length=300)
    owner: str = Field(max_length=120)
    since: date


class IndicatorOut(Schema):
    """A definition and the days on which it holds."""

    code: str
    name: str
    unit: str
    formula: str
    dimensions: list[str]
    legal_basis: str
    owner: str
    valid_from: date
    valid_to: date | None = None


@router.get("/indicators", response={200: list[IndicatorOut], **REFUSALS})
def indicators(request: HttpRequest, day: date | None = None) -> Any:
    """Those that hold on a day, today where none is given; for leaders, clerks and authorities."""
    demand(request.actor, "read")  # type: ignore[attr-defined]
    return indicators_on(day or today())


@router.post("/indicators", response={200: IndicatorOut, **REFUSALS})
def add(request: HttpRequest, said: IndicatorIn) -> Indicator:
    """A new indicator, or another definition of an old one from a day on; for the Sở."""
    given = {**said.dict(), "dimensions": tuple(dict.fromkeys(said.dimensions))}
    return define(request.actor, Definition(**given))  # type: ignore[attr-defined]
