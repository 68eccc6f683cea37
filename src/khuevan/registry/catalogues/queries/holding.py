"""Catalogues as they hold on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ..models import Code, CodeList, Edition, Field


def on(day: date) -> Q:
    """What holds on a day, as a condition."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def fields_on(object_: str, day: date) -> QuerySet[Field]:
    """The fields of an object ("pupil", …) in the Ministry's order."""
    return Field.objects.filter(on(day), object=object_).order_by("position", "pk")


def lists_on(day: date) -> QuerySet[CodeList]:
    """The lists of codes, by code."""
    return CodeList.objects.filter(on(day)).order_by("code")


def codes_on(list_codes: Iterable[str], day: date) -> QuerySet[Code]:
    """The codes of some lists in the Ministry's order."""
    return Code.objects.filter(on(day), list_code__in=list(list_codes)).order_by("list_code", "position", "pk")


@dataclass(frozen=True)
class Form:
    """What is asked about an object on a day: fields, and for those with a list code → words. Two queries."""

    fields: tuple[Field, ...]
    codes: dict[str, dict[str, str]]


def form_on(object_: str, day: date) -> Form:
    """The fields of an object with their lists."""
    fields = tuple(fields_on(object_, day))
    codes: dict[str, dict[str, str]] = {}
    for one in codes_on({field.list_code for field in fields if field.list_code}, day):
        codes.setdefault(one.list_code, {})[one.code] = one.label
    return Form(fields, codes)


def editions() -> QuerySet[Edition]:
    """The updates, latest first."""
    return Edition.objects.order_by("-loaded_at", "-pk")
