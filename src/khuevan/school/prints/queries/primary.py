"""The summary of a class of grades 1 to 5 in a period (TT 27/2020, "Bảng tổng hợp kết quả đánh giá giáo dục")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khuevan.school.enrolment.api import ClassSubject, Registered, SchoolClass, subjects_of_class
from khuevan.school.gradebook.api import (
    PrimaryMark,
    PrimaryTraits,
    TermResult,
    class_sheet,
    part_name,
    sheet_of,
    show_results,
    term_results,
    tt27_2020,
)

from ..rules.tables import NAME, NUMBER, Cell, Head, Table
from .heading import PRINCIPAL, homeroom, where
from .one_book import YEAR, shown
from .roster import list_of, named, pupils_of

END = 4
_LEVELS = "T: Hoàn thành tốt, H: Hoàn thành, C: Chưa hoàn thành; phẩm chất và năng lực T: Tốt, Đ: Đạt, C: Cần cố gắng."
_BY_CODE = {one.code: one for one in tt27_2020.TRAITS}


@dataclass
class PrimaryPeriod:
    """Everything of a class in a period: books, and rows by book and pupil."""

    school_class: SchoolClass
    period: int
    pupils: list[Registered]
    books: list[ClassSubject]
    marks: dict[tuple[int, int], PrimaryMark]
    traits: dict[int, PrimaryTraits]
    results: dict[int, TermResult]


def load_period(school_class: SchoolClass, period: int) -> PrimaryPeriod:
    """A class with one period; five queries."""
    pupils, books = pupils_of(school_class), subjects_of_class(school_class)
    for book in books:
        book.school_class = school_class
    school_id, class_id = school_class.school_id, school_class.pk
    marks = PrimaryMark.objects.filter(school_id=school_id, class_subject_id__in=[b.pk for b in books], period=period)
    traits = PrimaryTraits.objects.filter(school_id=school_id, school_class_id=class_id, period=period)
    return PrimaryPeriod(
        school_class,
        period,
        pupils,
        books,
        {(row.class_subject_id, row.student_id): row for row in marks},
        {row.student_id: row for row in traits},
        {row.student_id: row for row in term_results(school_id, [class_id], YEAR)},
    )


def primary_tables(school_class: SchoolClass, period: int) -> tuple[list[Table], list[int]]:
    """The list, the subjects, qualities and competences of a period; and the ids of the pupils."""
    found = load_period(school_class, period)
    tables = [list_of(found.pupils, where(school_class)), _subjects(found), _traits(found)]
    if period == END:
        tables.append(_year(found))
    return tables, [pupil.id for pupil in found.pupils]


def subject_cells(found: PrimaryPeriod, book: ClassSubject, pupil: Registered) -> dict[str, Cell]:
    """Level, and mark of the test where there is one, of a pupil in a subject."""
    sheet = sheet_of(book, found.period)
    return _cells(sheet.columns, sheet.cells(found.marks.get((book.pk, pupil.id))))


def trait_cells(found: PrimaryPeriod, pupil: Registered) -> dict[str, Cell]:
    """Levels of qualities and competences by their codes, comment, praise."""
    sheet = class_sheet(found.school_class, found.period)
    return _cells(sheet.columns, sheet.cells(found.traits.get(pupil.id)))


def trait_words(found: PrimaryPeriod, pupil: Registered) -> list[tuple[str, str]]:
    """``Phẩm chất chủ yếu``: ``Yêu nước T, Nhân ái Đ`` …, group by group."""
    groups: dict[str, list[str]] = {}
    for code, level in trait_cells(found, pupil).items():
        if code in _BY_CODE and level:
            groups.setdefault(_BY_CODE[code].group, []).append(f"{_BY_CODE[code].name} {level}")
    return [(group, ", ".join(words)) for group, words in groups.items()]


def _cells(columns: Iterable[Any], held: Mapping[str, Any]) -> dict[str, Cell]:
    return {
        one.key: shown(held.get(one.key), one.kind, {option.value: option.short for option in one.options})
        for one in columns
    }


def _subjects(found: PrimaryPeriod) -> Table:
    columns = [
        (book, one.key) for book in found.books for one in sheet_of(book, found.period).columns if one.kind != "text"
    ]
    heads = [Head("Điểm" if key == "test" else "Mức", book.subject.short_name, 1, True) for book, key in columns]
    rows = []
    for number, pupil in enumerate(found.pupils, 1):
        cells = {book.pk: subject_cells(found, book, pupil) for book in found.books}
        rows.append([number, named(pupil), *(cells[book.pk][key] for book, key in columns)])
    return _table(found, "môn học và hoạt động giáo dục", "Môn học", heads, rows)


def _traits(found: PrimaryPeriod) -> Table:
    heads = [
        Head(_BY_CODE[one.key].name, _BY_CODE[one.key].group, 1.1, True)
        if one.key in _BY_CODE
        else Head(one.label, share=8 if one.key == "comment" else 3, left=True)
        for one in class_sheet(found.school_class, found.period).columns
    ]
    rows = [[n, named(pupil), *trait_cells(found, pupil).values()] for n, pupil in enumerate(found.pupils, 1)]
    return _table(found, "phẩm chất và năng lực", "Phẩm chất, năng lực", heads, rows)


def _year(found: PrimaryPeriod) -> Table:
    heads = [Head("Đánh giá kết quả giáo dục", share=4), Head("Khen thưởng", share=6), Head("Kết quả", share=5)]
    rows: list[list[Cell]] = []
    for number, pupil in enumerate(found.pupils, 1):
        said = show_results(found.results.get(pupil.id), YEAR)
        rows.append([number, named(pupil), said["study"], said["award"], said["outcome"]])
    return _table(found, "giáo dục cuối năm", "Cuối năm", heads, rows)


def _table(found: PrimaryPeriod, what: str, name: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(
        f"Bảng tổng hợp kết quả đánh giá {what}",
        name,
        f"{where(found.school_class)} · {part_name(True, found.period)}",
        [NUMBER, NAME, *heads],
        rows,
        _LEVELS,
        (("Giáo viên chủ nhiệm", homeroom(found.school_class)), PRINCIPAL),
        landscape=True,
    )
