"""What is observed of children, and what a year of it comes to, by ``rules.preschool``."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import Enrolment, SchoolClass

from ..models import Observation
from ..policies import may
from ..rules.preschool import Domain, Indicator, PreschoolRules, PreschoolTable, latest, year_results
from ..rules.values import FAILED, MISSING, PASSED
from .locks import TERM_NAMES
from .sheets import YEAR, ObservationSheet, is_preschool

Rows = dict[tuple[int, int], Observation]
"""By student id and term."""
_CODES = {"D": PASSED, "CD": FAILED}


@dataclass(frozen=True)
class DomainYear:
    """A child in a domain at the end of the year: how many indicators there are, are observed, are reached."""

    name: str
    expected: int
    observed: int
    reached: int


@dataclass(frozen=True)
class DomainLine:
    """A domain of one child in words: by term, the year, and the indicators that are not reached yet."""

    name: str
    terms: list[str]
    year: str
    missed: list[str]


@dataclass(frozen=True)
class ChildYear:
    """A child's year at a preschool, in words. ``said``: what the teacher wrote of the terms and the year; ``left``:
    where more is to be observed; ``begun``: whether anything is kept.
    """

    class_name: str
    lines: list[DomainLine]
    said: list[tuple[str, str]]
    left: str
    begun: bool


def observation_rows(school_class: SchoolClass, student_id: int | None = None) -> Rows:
    """All that is known of a class, or of one child of it; one query."""
    rows = Observation.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    if student_id is not None:
        rows = rows.filter(student_id=student_id)
    return {(row.student_id, row.term): row for row in rows}


def years_of(sheet: ObservationSheet, students: Collection[int], held: Rows) -> dict[int, list[DomainYear]]:
    """What the year comes to for each child, domain by domain; the latest observation counts."""
    if not students or not sheet.items:
        return {}
    first, second = (_codes(sheet, students, held, term) for term in (1, 2))
    rules = PreschoolRules(sheet.domains, sheet.items)
    counted = year_results(PreschoolTable(latest(first, second)), rules)
    counts = np.stack([counted.expected, counted.observed, counted.reached], axis=-1).tolist()
    names = [one.name for one in sheet.domains]
    return {
        student: [DomainYear(name, *three) for name, three in zip(names, row, strict=True)]
        for student, row in zip(students, counts, strict=True)
    }


def _codes(sheet: ObservationSheet, students: Iterable[int], held: Rows, term: int) -> Any:
    seen = [row.seen if (row := held.get((student, term))) else {} for student in students]
    found = [[_CODES.get(one.get(item.code), MISSING) for item in sheet.items] for one in seen]
    return np.array(found, dtype=np.int8)


def said_of_year(sheet: ObservationSheet, students: Collection[int], held: Rows) -> dict[int, dict[str, str]]:
    """What the computed columns of the year say, by student id."""
    return {student: _said(sheet, domains) for student, domains in years_of(sheet, students, held).items()}


def _said(sheet: ObservationSheet, domains: list[DomainYear]) -> dict[str, str]:
    said = {of.code: domain_said(one, sheet.by_indicators) for of, one in zip(sheet.domains, domains, strict=True)}
    return said | {"left": left_of(domains)}


def domain_said(one: DomainYear, by_indicators: bool) -> str:
    """``23/26``, or of a domain as a whole Đ and CĐ; nothing before anything is observed."""
    if not one.observed:
        return ""
    return f"{one.reached}/{one.expected}" if by_indicators else ("Đ" if one.reached else "CĐ")


def left_of(domains: list[DomainYear]) -> str:
    """The domains in which something is not reached or not observed; that there is none; nothing before the first."""
    if not any(one.observed for one in domains):
        return ""
    return ", ".join(_(one.name) for one in domains if one.reached < one.expected) or _("Đã đạt đủ")


def child_year(actor: Actor, student_id: int, year: int) -> ChildYear | None:
    """A child's year at a preschool for the family, the homeroom teacher, leaders and authorities; two queries.

    ``None`` where there is nothing that the actor may see.
    """
    places = Enrolment.objects.filter(student_id=student_id, year=year).select_related("school_class")
    place = places.order_by("-starts_on").first()
    if place is None or not is_preschool(place.school_class):
        return None
    own = actor.kind == "guardian" and student_id in actor.student_ids
    return _child(place.school_class, student_id) if own or may(actor, "read", place.school_class) else None


def _child(school_class: SchoolClass, student_id: int) -> ChildYear:
    sheet, held = ObservationSheet.of(school_class, YEAR), observation_rows(school_class, student_id)
    domains = years_of(sheet, [student_id], held).get(student_id, [])
    rows = {term: row for term in (1, 2, YEAR) if (row := held.get((student_id, term)))}
    lines = [_line(sheet, of, rows, year) for of, year in zip(sheet.domains, domains, strict=False)]
    said = [(_(TERM_NAMES[term]), row.comment) for term, row in rows.items() if row.comment]
    return ChildYear(school_class.name, lines, said, left_of(domains), bool(rows))


def _line(sheet: ObservationSheet, domain: Domain, rows: Mapping[int, Observation], year: DomainYear) -> DomainLine:
    """A domain of a child, term by term, and what of it is not reached yet."""
    items = [one for one in sheet.items if one.domain == domain.code]
    cells = [_of_term(items, rows.get(term), sheet.by_indicators) for term in (1, 2)]
    latest_seen = {**(rows[1].seen if 1 in rows else {}), **(rows[2].seen if 2 in rows else {})}
    missed = [one.name for one in items if latest_seen.get(one.code) == "CD"] if sheet.by_indicators else []
    return DomainLine(domain.name, cells, domain_said(year, sheet.by_indicators), missed)


def _of_term(items: list[Indicator], row: Observation | None, by_indicators: bool) -> str:
    seen = [row.seen.get(one.code) for one in items] if row else []
    reached, observed = seen.count("D"), sum(one in _CODES for one in seen)
    return domain_said(DomainYear("", len(items), observed, reached), by_indicators)
