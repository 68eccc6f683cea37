"""The rows behind a figure: classes of a school, pupils of a class, straight from the published views."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from ..rules.formula import Formula, Reference
from .telling import View
from .topics import TOPIC_OF, Topic

_CLASSES = "SELECT class_id, uid, grade, name FROM pub_enrolment_class WHERE {where} ORDER BY grade, length(name), name"


@dataclass(frozen=True)
class ClassRow:
    """A class with what was counted in it."""

    id: int
    uid: UUID
    grade: int
    name: str
    counted: Mapping[Reference, int]


def by_class(formula: Formula, view: View) -> list[ClassRow]:
    """Classes of ``view.school_id`` as the tables have them now; one query, and one for each reference."""
    if view.school_id is None:
        return []
    found: dict[int, dict[Reference, int]] = {}
    for one in formula.references:
        topic = TOPIC_OF[one.measure]
        if topic.classes:
            narrowed = narrowing(topic, one, view)
            for class_id, n in _ask(topic.by_class((one.measure,), narrowed), narrowed):
                found.setdefault(class_id, {})[one] = int(n or 0)
    wanted: dict[str, Any] = {"school_id": view.school_id, "year": view.year}
    rows = _ask(_CLASSES.format(where="school_id = %(school_id)s AND year = %(year)s"), wanted)
    return [ClassRow(pk, uid, grade, name, found[pk]) for pk, uid, grade, name in rows if pk in found]


def pupils_behind(one: Reference, view: View, class_id: int) -> list[int]:
    """Ids of the pupils of a class whom a reference counts; one query."""
    topic = TOPIC_OF[one.measure]
    if not topic.pupils:
        return []
    narrowed = {**narrowing(topic, one, view), "class_id": class_id}
    return [row[0] for row in _ask(topic.pupils_of(one.measure, narrowed), narrowed)]


def narrowing(topic: Topic, one: Reference, view: View) -> dict[str, Any]:
    """The columns of the topic's view and their values."""
    wanted = {
        "school_id": view.school_id,
        "year": view.year,
        "grade": one.grade or view.grade,
        "subject": one.subject or view.subject,
        "term": one.term or view.term,
    }
    return {name: value for name, value in wanted.items() if name in topic.narrows and value is not None}


def _ask(sql: str, given: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
