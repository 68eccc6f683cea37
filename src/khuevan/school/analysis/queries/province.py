"""Questions about the whole province, and answers that can be kept: they are plain JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from khuevan.school.gradebook.api import Anomaly, Group, SchoolProgress, WantedResults, anomalies, completion

from ..rules.anomalies import bars_of
from .school_view import Spreads, lines_of, spreads_of, stage_of_all

USUAL = ("completion", "subject", "grade", "school", "anomalies")
"""What is opened without choosing anything, of grades 6 to 12."""
Answer = Mapping[str, Any]
"""``lines`` page by page, and what is said beside them."""


class Question(NamedTuple):
    """``by``: completion, anomalies, or what spreads are by; ``part``: term, 3 for the year, or primary period."""

    by: str
    year: int
    part: int
    primary: bool = False
    subject: str | None = None
    grade: int | None = None

    @property
    def text(self) -> str:
        """Under which name its answer is kept."""
        return json.dumps(self)

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(*json.loads(text))


def answer(question: Question) -> Answer:
    """Count it, of everything within the scope: of a province every mark of the year is read. At most three queries."""
    year, part = question.year, question.part
    if question.by == "completion":
        schools = completion(year, part)
        lines = [[one.school_id, str(one.uid), one.name, one.classes, one.expected, one.filled] for one in schools]
        return {"lines": lines, "done": sum(one.state == "done" for one in schools)}
    if question.by == "anomalies":
        return {"lines": [_plain(one) for one in anomalies(year, part, bars_of(year))]}
    found = spreads_of(WantedResults(year, part, question.primary, None, question.subject, question.grade), question.by)
    said = {"subjects": found.subjects, "subject": found.subject, "columns": found.columns}
    return {"lines": [list(line.group) for line in found.lines], **said}


def schools_in(lines: Iterable[Sequence[Any]]) -> list[SchoolProgress]:
    """Lines of an answer about completion."""
    return [
        SchoolProgress(pk, UUID(uid), name, classes, expected=expected, filled=filled)
        for pk, uid, name, classes, expected, filled in lines
    ]


def anomalies_in(lines: Iterable[Sequence[Any]]) -> list[Anomaly]:
    """Lines of an answer about what is worth asking."""
    return [Anomaly(*line[:3], UUID(line[3]), *line[4:8], at=_moment(line[8])) for line in lines]


def spreads_in(given: Answer, lines: Iterable[Sequence[Any]]) -> Spreads:
    """What an answer about spreads says, with some of its lines."""
    groups = [Group(*line[:7], bands=tuple(line[7])) for line in lines]
    subjects = [(code, name) for code, name in given["subjects"]]
    return Spreads(lines_of(groups), subjects, given["subject"], [tuple(one) for one in given["columns"]])


def usual(day: date) -> list[Question]:
    """What people open first on ``day``, nothing without an open year; two queries within the scope."""
    year, term = stage_of_all(day)
    return [Question(by, year, term) for by in USUAL] if year else []


def _plain(one: Anomaly) -> list[Any]:
    return [*one[:3], str(one.book), *one[4:8], one.at and one.at.isoformat()]


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
