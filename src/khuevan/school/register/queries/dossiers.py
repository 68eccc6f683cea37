"""What a dossier says: results of earlier years and the marks of the running one, in words that need no other table."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop, override

from khuevan.kernel.marks import format_tenths
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import Enrolment, Subject
from khuevan.school.gradebook.api import PupilYear, SubjectMarks, marks_of_student, part_name

from ..models import Dossier
from ..policies import visible

FORM = 1
"""Of the content; a later form gets another number."""
CELLS = {
    "regular": gettext_noop("Thường xuyên"),
    "midterm": gettext_noop("Giữa kì"),
    "final": gettext_noop("Cuối kì"),
    "average": gettext_noop("Trung bình"),
    "retest": gettext_noop("Kiểm tra lại"),
    "level": gettext_noop("Mức"),
    "test": gettext_noop("Bài kiểm tra"),
    "comment": gettext_noop("Nhận xét"),
}
"""What a cell may say, in the order of the table."""
_PASS = {None: "", 0: "CĐ", 1: "Đ"}


def compose(actor: Actor, school_id: int, student_id: int) -> dict[str, Any]:
    """The years of a pupil at one school, the latest first; about seven queries a year."""
    places = Enrolment.objects.filter(school_id=school_id, student_id=student_id)
    years = list(places.order_by("-year").values_list("year", flat=True).distinct())
    found = (marks_of_student(actor, student_id, year) for year in dict.fromkeys(years))
    with override(settings.LANGUAGE_CODE):  # records are Vietnamese, whatever language the page speaks
        return {"form": FORM, "years": [_year(one) for one in found if one and one.school_class.school_id == school_id]}


def earlier(school_id: int, student_id: int) -> list[Dossier]:
    """Dossiers that came to a school with a pupil, the latest first."""
    return list(Dossier.objects.filter(school_id=school_id, student_id=student_id).order_by("-at", "-pk"))


def dossiers_of(actor: Actor, student_id: int) -> list[Dossier]:
    """Dossiers of a pupil that the actor may see, the latest first; one query."""
    return list(Dossier.objects.filter(visible(actor, Dossier), student_id=student_id).order_by("-at", "-pk"))


def _year(one: PupilYear) -> dict[str, Any]:
    """One year. ``parts``: names of terms or periods; ``subjects``: name and a cell for each part."""
    primary = one.rules.is_primary
    parts = range(1, 5) if primary else range(1, 4)
    said = _primary if primary else _secondary
    return {
        "year": one.school_class.year,
        "class": one.school_class.name,
        "grade": one.school_class.grade,
        "parts": [part_name(primary, part) for part in parts],
        "subjects": [
            {"name": book.book.subject.name, "cells": [said(book, part) for part in parts]} for book in one.subjects
        ],
        "results": [_result(one, term) for term in sorted(one.results)],
    }


def _secondary(book: SubjectMarks, term: int) -> dict[str, str]:
    """Marks of a term: regular, midterm, final, average; in words as on paper."""
    row = book.rows.get(term)
    if row is None:
        return {}
    show = format_tenths if book.book.subject.form == Subject.Form.SCORE else _PASS.__getitem__
    told = {"regular": " ".join(filter(None, map(show, row.regular))), "comment": row.comment}
    told |= {name: show(getattr(row, name)) for name in ("midterm", "final", "average", "retest")}
    return {name: text for name, text in told.items() if text}


def _primary(book: SubjectMarks, period: int) -> dict[str, str]:
    row = book.rows.get(period)
    if row is None:
        return {}
    told = {"level": row.level, "test": "" if row.test is None else str(row.test // 10), "comment": row.comment}
    return {name: text for name, text in told.items() if text}


def _result(one: PupilYear, term: int) -> dict[str, Any]:
    """Codes as the gradebook has them, with conduct and absences beside."""
    row, conduct = one.results[term], one.conduct.get(term)
    told = {name: getattr(row, name) for name in ("academic", "conduct", "award", "outcome") if getattr(row, name)}
    if conduct is not None:
        told |= {"level": conduct.level} if conduct.level else {}
        told |= {} if conduct.absences is None else {"absences": conduct.absences}
    return {"term": term, **told}
