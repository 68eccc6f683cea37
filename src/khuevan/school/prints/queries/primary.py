"""The summary of a class of grades 1 to 5 in a period (TT 27/2020, "Bảng tổng hợp kết quả đánh giá giáo dục")."""

from collections.abc import Sequence

from khuevan.school.enrolment.api import ClassSubject, Registered, SchoolClass, subjects_of_class
from khuevan.school.gradebook.api import (
    PrimaryMark,
    PrimaryTraits,
    TermResult,
    class_sheet,
    part_name,
    sheet_of,
    show_results,
    term_of,
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
Held = dict[tuple[int, int], PrimaryMark]


def primary_tables(school_class: SchoolClass, period: int) -> tuple[list[Table], list[int]]:
    """The list, the subjects, qualities and competences of a period; and the ids of the pupils. Five queries."""
    pupils, books = pupils_of(school_class), subjects_of_class(school_class)
    school_id, class_id = school_class.school_id, school_class.pk
    marks = PrimaryMark.objects.filter(school_id=school_id, class_subject_id__in=[b.pk for b in books], period=period)
    traits = PrimaryTraits.objects.filter(school_id=school_id, school_class_id=class_id, period=period)
    results = term_results(school_id, [class_id], YEAR if period == END else term_of(period))
    held = {(row.class_subject_id, row.student_id): row for row in marks}
    for book in books:
        book.school_class = school_class
    tables = [
        list_of(pupils, where(school_class)),
        _subjects(school_class, pupils, books, held, period),
        _traits(school_class, pupils, {row.student_id: row for row in traits}, period),
    ]
    if period == END:
        tables.append(_year(school_class, pupils, {row.student_id: row for row in results}))
    return tables, [pupil.id for pupil in pupils]


def _subjects(
    school_class: SchoolClass, pupils: Sequence[Registered], books: Sequence[ClassSubject], held: Held, period: int
) -> Table:
    heads, columns = [NUMBER, NAME], []
    for book in books:
        sheet = sheet_of(book, period)
        for column in sheet.columns:
            if column.kind != "text":
                heads.append(Head("Điểm" if column.key == "test" else "Mức", book.subject.short_name, 1, True))
                columns.append((book, sheet, column, {one.value: one.short for one in column.options}))
    rows = [
        [number, named(pupil)]
        + [
            shown(sheet.cells(held.get((book.pk, pupil.id))).get(column.key), column.kind, shorts)
            for book, sheet, column, shorts in columns
        ]
        for number, pupil in enumerate(pupils, 1)
    ]
    return _table(school_class, "môn học và hoạt động giáo dục", "Môn học", period, heads, rows)


def _traits(
    school_class: SchoolClass, pupils: Sequence[Registered], rows: dict[int, PrimaryTraits], period: int
) -> Table:
    sheet = class_sheet(school_class, period)
    columns = list(sheet.columns)
    heads = [
        Head(_BY_CODE[one.key].name, _BY_CODE[one.key].group, 1.1, True)
        if one.key in _BY_CODE
        else Head(one.label, share=6, left=True)
        for one in columns
    ]
    lines = []
    for number, pupil in enumerate(pupils, 1):
        cells = sheet.cells(rows.get(pupil.id))
        found = [shown(cells.get(c.key), c.kind, {one.value: one.short for one in c.options}) for c in columns]
        lines.append([number, named(pupil), *found])
    return _table(school_class, "phẩm chất và năng lực", "Phẩm chất, năng lực", period, [NUMBER, NAME, *heads], lines)


def _year(school_class: SchoolClass, pupils: Sequence[Registered], results: dict[int, TermResult]) -> Table:
    heads = [
        NUMBER, NAME, Head("Đánh giá kết quả giáo dục", share=4), Head("Khen thưởng", share=6),
        Head("Kết quả", share=5),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for number, pupil in enumerate(pupils, 1):
        said = show_results(results.get(pupil.id), YEAR)
        rows.append([number, named(pupil), said["study"], said["award"], said["outcome"]])
    return _table(school_class, "giáo dục cuối năm", "Cuối năm", END, heads, rows)


def _table(
    school_class: SchoolClass, what: str, name: str, period: int, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]
) -> Table:
    return Table(
        f"Bảng tổng hợp kết quả đánh giá {what}",
        name,
        f"{where(school_class)} · {part_name(True, period)}",
        heads,
        rows,
        _LEVELS,
        (("Giáo viên chủ nhiệm", homeroom(school_class)), PRINCIPAL),
        landscape=True,
    )
