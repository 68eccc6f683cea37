"""The gradebook of a class of grades 6 to 12, in the order of the form of TT 22/2021: list, subjects, summaries."""

from collections.abc import Iterable
from dataclasses import dataclass

from khuevan.kernel.text import within
from khuevan.school.enrolment.api import ClassSubject, Registered, SchoolClass, subjects_of_class
from khuevan.school.gradebook.api import (
    Conduct,
    MarkRow,
    TermResult,
    not_taken,
    part_name,
    sheet_of,
    show_results,
    term_results,
    tt22_2021,
)

from ..rules.tables import NAME, NUMBER, Cell, Head, Table, tenths
from .heading import PRINCIPAL, homeroom, where
from .one_book import YEAR, head_of, shown
from .roster import list_of, named, pupils_of

NOT_TAKEN = "–"
_NOTE = "Dấu – : học sinh không học môn này. Dấu * : mức học tập đã điều chỉnh theo khoản 3 Điều 9."


@dataclass
class ClassYear:
    """Everything of a class: books, and rows by book, pupil and term."""

    school_class: SchoolClass
    pupils: list[Registered]
    books: list[ClassSubject]
    marks: dict[tuple[int, int, int], MarkRow]
    conduct: dict[tuple[int, int], Conduct]
    results: dict[tuple[int, int], TermResult]
    without: dict[tuple[int, int], frozenset[int]]


def load_class(school_class: SchoolClass) -> ClassYear:
    """A class with its whole year; six queries."""
    school_id, class_id = school_class.school_id, school_class.pk
    books = subjects_of_class(school_class)
    for book in books:
        book.school_class = school_class
    marks = MarkRow.objects.filter(school_id=school_id, class_subject_id__in=[book.pk for book in books])
    conduct = Conduct.objects.filter(school_id=school_id, school_class_id=class_id)
    return ClassYear(
        school_class,
        pupils_of(school_class),
        books,
        {(row.class_subject_id, row.student_id, row.term): row for row in marks},
        {(row.student_id, row.term): row for row in conduct},
        {(row.student_id, row.term): row for row in term_results(school_id, [class_id])},
        not_taken(school_class),
    )


def secondary_tables(school_class: SchoolClass, part: int) -> tuple[list[Table], list[int]]:
    """The tables of a term, or of the year (3) with both terms; and the ids of the pupils."""
    found = load_class(school_class)
    lead = where(school_class)
    tables = [list_of(found.pupils, lead)]
    for term in (1, 2) if part == YEAR else (part,):
        tables += [_subject(found, book, term) for book in found.books]
        tables.append(_summary(found, term))
    if part == YEAR:
        tables.append(_summary(found, YEAR))
    return tables, [pupil.id for pupil in found.pupils]


def term_cells(found: ClassYear, book: ClassSubject, pupil: Registered, term: int) -> dict[str, Cell]:
    """What a book holds of a pupil in a term, by column: tx1 …, gk, ck, average, comment."""
    sheet, row = sheet_of(book, term), found.marks.get((book.pk, pupil.id, term))
    held, untaken = sheet.cells(row), term in found.without.get((book.pk, pupil.id), ())
    cells: dict[str, Cell] = {}
    for column in sheet.columns:
        if untaken:
            cells[column.key] = "" if column.kind == "text" else NOT_TAKEN
        elif column.key == "average":
            cells["average"] = average_of(book, row.average if row else None)
        elif column.key != "level":
            shorts = {one.value: one.short for one in column.options}
            cells[column.key] = shown(held.get(column.key), column.kind, shorts)
    cells.pop("level", None)
    return cells


def _subject(found: ClassYear, book: ClassSubject, term: int) -> Table:
    columns = [column for column in sheet_of(book, term).columns if column.key != "level"]
    rows = [
        [number, named(pupil), *term_cells(found, book, pupil, term).values()]
        for number, pupil in enumerate(found.pupils, 1)
    ]
    teacher = book.teacher.full_name if book.teacher else ""
    return Table(
        f"Môn {book.subject.name}",
        f"{book.subject.short_name} {_short(term)}",
        f"{where(found.school_class)} · {part_name(False, term)}",
        [NUMBER, NAME, *(head_of(column.as_json()) for column in columns)],
        rows,
        signs=(("Giáo viên môn học", teacher),),
    )


def _summary(found: ClassYear, term: int) -> Table:
    """Results of all subjects, of study and of conduct, absences; in the year titles and promotion."""
    year, name = term == YEAR, part_name(False, term)
    upright = [Head(book.subject.short_name, "Điểm trung bình, kết quả các môn", 1.2, True) for book in found.books]
    more = [Head("Danh hiệu", share=2.6), Head("Kết quả", share=4)] if year else [Head("Nhận xét", share=7, left=True)]
    heads = [NUMBER, NAME, *upright, Head("Học tập", share=1.9), Head("Rèn luyện", share=1.9), Head("Vắng", share=1.2)]
    return Table(
        f"Bảng tổng hợp kết quả đánh giá {within(name)}",
        f"Tổng hợp {_short(term)}",
        where(found.school_class),
        [*heads, *more],
        [_line(found, number, pupil, term) for number, pupil in enumerate(found.pupils, 1)],
        _NOTE,
        (("Giáo viên chủ nhiệm", homeroom(found.school_class)), PRINCIPAL),
        landscape=True,
    )


def _line(found: ClassYear, number: int, pupil: Registered, term: int) -> list[Cell]:
    said = show_results(found.results.get((pupil.id, term)), term)
    own = found.conduct.get((pupil.id, term))
    line: list[Cell] = [number, named(pupil), *_averages(found, pupil, term), said["study"]]
    if term == YEAR:
        return [*line, said["conduct"], own.absences if own else None, said["award"], said["outcome"]]
    return [*line, conduct_name(own.level) if own else "", own.absences if own else None, own.comment if own else ""]


def _averages(found: ClassYear, pupil: Registered, term: int) -> Iterable[Cell]:
    for book in found.books:
        row = found.marks.get((book.pk, pupil.id, term))
        if term in found.without.get((book.pk, pupil.id), ()):
            yield NOT_TAKEN
        elif row and row.retest is not None:
            yield f"{_said(book, row.average)} ({_said(book, row.retest)})"
        else:
            yield average_of(book, row.average if row else None)


def conduct_name(code: str) -> str:
    """``K`` → Khá; nothing for ""."""
    return {level.name: name for level, name in tt22_2021.LEVELS.items()}.get(code, "")


def average_of(book: ClassSubject, value: int | None) -> Cell:
    """``85`` → ``8.5``; in subjects that pass ``1`` → ``Đ``."""
    if value is None:
        return None
    return tenths(value) if book.subject.form == "score" else ("CĐ", "Đ")[value]


def _said(book: ClassSubject, value: int | None) -> str:
    return str(average_of(book, value) or "").replace(".", ",")


def _short(term: int) -> str:
    return {1: "HK1", 2: "HK2"}.get(term, "cả năm")
