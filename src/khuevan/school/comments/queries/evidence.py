"""What the sheets of the gradebook say of each pupil, read for comments: results in words, bands, trends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from khuevan.kernel.marks import format_tenths, parse_mark
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, Subject
from khuevan.school.gradebook.api import Conduct, MarkRow, PrimaryMark, PrimaryTraits

from ..rules.evidence import (
    MANY_ABSENCES,
    band_of_conduct,
    band_of_mark,
    band_of_pass,
    band_of_primary,
    trend_of,
)

Grid = Mapping[str, Any]
Read = tuple[dict[int, "Evidence"], tuple[str, ...]]
"""Evidence by student id, and the comments of the time before."""


@dataclass(frozen=True)
class Evidence:
    """``result`` and ``shown`` are for people; band 0 and no levels: nothing to go by yet."""

    band: int = 0
    trend: str = ""
    marks: frozenset[int] = frozenset()
    result: str = ""
    shown: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    levels: Mapping[str, str] | None = field(default=None)


def of_marks(book: ClassSubject, term: int, grid: Grid) -> Read:
    """A book of grades 6 to 12; the time before term II is term I."""
    scored = book.subject.form == Subject.Form.SCORE
    rows = MarkRow.objects.filter(school_id=book.school_id, class_subject_id=book.pk, term=term - 1)
    before = {pk: (average, said) for pk, average, said in rows.values_list("student_id", "average", "comment")}
    found = {}
    for pk, row in zip(grid["students"], grid["rows"], strict=True):
        said = row["computed"]["average"]
        last = before.get(pk, (None, ""))[0]
        if scored:
            now = parse_mark(said) if said else None
            band, trend = band_of_mark(now), trend_of(last, now)
        else:
            now = None if not said else int(said == "Đ")
            band, trend = band_of_pass(None if now is None else bool(now)), trend_of(last, now, 1)
        marks = {one for one in (*row["cells"].values(), now, last) if isinstance(one, int)} if scored else set()
        found[pk] = Evidence(band, trend, frozenset(marks), said, _shown(grid, row))
    return found, tuple(said for _average, said in before.values() if said)


def of_primary(book: ClassSubject, period: int, grid: Grid) -> Read:
    """A book of grades 1 to 5; the time before is the period before."""
    rows = PrimaryMark.objects.filter(school_id=book.school_id, class_subject_id=book.pk, period=period - 1)
    before = {row.student_id: row for row in rows}
    found = {}
    for pk, row in zip(grid["students"], grid["rows"], strict=True):
        level, test = row["cells"]["level"] or "", row["cells"].get("test")
        tenths, last = (None if test is None else test * 10), before.get(pk)
        trend = trend_of(
            band_of_primary(last.level, None) or None if last else None, band_of_primary(level, None) or None, 1
        )
        trend = trend or trend_of(last.test if last else None, tenths)
        marks = frozenset(one for one in (tenths, last.test if last else None) if one is not None)
        shown = _shown(grid, row)
        found[pk] = Evidence(band_of_primary(level, tenths), trend if level else "", marks, level, shown)
    return found, tuple(row.comment for row in before.values() if row.comment)


def of_conduct(one: SchoolClass, term: int, grid: Grid) -> Read:
    """The class teacher's part in grades 6 to 12: conduct, and whether the pupil comes to school."""
    rows = Conduct.objects.filter(school_id=one.school_id, school_class_id=one.pk, term__in=(term - 1, term))
    held = {(row.student_id, row.term): row for row in rows}
    found = {}
    for pk, row in zip(grid["students"], grid["rows"], strict=True):
        now, last = held.get((pk, term)), held.get((pk, term - 1))
        level, away = (now.level, now.absences) if now else ("", None)
        band = band_of_conduct(level)
        trend = trend_of(band_of_conduct(last.level) or None if last else None, band or None, 1)
        tags = () if away is None or 0 < away < MANY_ABSENCES else ("di-hoc-deu",) if away == 0 else ("vang-nhieu",)
        found[pk] = Evidence(band, trend, result=level.replace("D", "Đ"), shown=_shown(grid, row), tags=tags)
    return found, tuple(row.comment for (_pk, of), row in held.items() if of < term and row.comment)


def of_traits(one: SchoolClass, period: int, grid: Grid) -> Read:
    """The class teacher's part in grades 1 to 5: qualities and competences."""
    rows = PrimaryTraits.objects.filter(school_id=one.school_id, school_class_id=one.pk, period=period - 1)
    codes = [column["key"] for column in grid["columns"] if column["kind"] == "choice"]
    found = {}
    for pk, row in zip(grid["students"], grid["rows"], strict=True):
        levels = {code: str(row["cells"][code] or "") for code in codes}
        counts = [(said, sum(level == code for level in levels.values())) for code, said in _TRAIT_WORDS.items()]
        shown = tuple((said, str(count)) for said, count in counts if count)
        alike = {level for level in levels.values() if level}
        band = _ALIKE.get(alike.pop(), 0) if len(alike) == 1 else 0
        found[pk] = Evidence(band, shown=shown, levels=levels)
    return found, tuple(rows.exclude(comment="").values_list("comment", flat=True))


_ALIKE = {"T": 4, "C": 1}
"""A band only where all levels are the same: a text about mixed ones may praise and blame."""
_TRAIT_WORDS = {"T": "T", "D": "Đ", "C": "C"}


def _shown(grid: Grid, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The cells of a row beside the comment: label and value."""
    said = []
    for column in grid["columns"]:
        value = row["cells"].get(column["key"])
        if value is None or column["kind"] in ("text", "computed"):
            continue
        text = format_tenths(value) if column["kind"] == "score" else str(value).replace("D", "Đ")
        said.append((column["label"], text))
    return tuple(said)
