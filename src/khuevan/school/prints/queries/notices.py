"""Notices of results to the families of a class. No pupil is compared with others (TT 15/2026)."""

from datetime import date

from khuevan.platform.documents.ports import ResultNotice, ResultNotices
from khuevan.school.enrolment.api import ClassSubject, Registered, SchoolClass
from khuevan.school.gradebook.api import Opened, is_primary, part_name, show_results

from ..rules.tables import Cell, in_words
from .heading import School, homeroom, where
from .one_book import YEAR
from .primary import END, PrimaryPeriod, load_period, subject_cells, trait_words
from .secondary import NOT_TAKEN, ClassYear, average_of, conduct_name, load_class, term_cells

_TERM = ("Môn học", "Thường xuyên", "Giữa kì", "Cuối kì", "Trung bình, kết quả")
_YEAR = ("Môn học", "Học kì I", "Học kì II", "Cả năm")
_PERIOD = ("Môn học", "Mức đạt được", "Điểm kiểm tra")


def class_notices(opened: Opened, school: School, day: date) -> tuple[ResultNotices, list[int]]:
    """A notice for everybody who is in the class, and the ids of these pupils; as many queries as the class's book."""
    one, part = opened.thing, opened.part
    primary = is_primary(one)
    if primary:
        period = load_period(one, part)
        pupils = _here(period.pupils)
        notices = [_of_period(period, pupil) for pupil in pupils]
    else:
        year = load_class(one)
        pupils = _here(year.pupils)
        notices = [_of_term(year, pupil, part) for pupil in pupils]
    lead = f"{part_name(primary, part)} · {where(one)}"
    sheet = ResultNotices(
        school.name, school.authority, lead, school.place_date(day), homeroom(one), tuple(notices), day.isoformat()
    )
    return sheet, [pupil.id for pupil in pupils]


def _here(pupils: list[Registered]) -> list[Registered]:
    return [pupil for pupil in pupils if pupil.left_on is None]


def _facts(pupil: Registered, one: SchoolClass) -> tuple[tuple[str, str], ...]:
    return (("Ngày sinh", pupil.born), ("Lớp", one.name))


def _of_term(found: ClassYear, pupil: Registered, term: int) -> ResultNotice:
    rows = [
        _year_row(found, book, pupil) if term == YEAR else _term_row(found, book, pupil, term) for book in found.books
    ]
    own = found.conduct.get((pupil.id, term))
    said = show_results(found.results.get((pupil.id, term)), term)
    results = [("Học tập", said["study"])]
    if term == YEAR:
        results += [("Rèn luyện", said["conduct"]), ("Danh hiệu", said["award"]), ("Kết quả", said["outcome"])]
    else:
        results.append(("Rèn luyện", conduct_name(own.level) if own else ""))
    results.append(("Số buổi vắng", in_words(own.absences) if own else ""))
    return ResultNotice(
        pupil.name,
        _facts(pupil, found.school_class),
        _YEAR if term == YEAR else _TERM,
        tuple(tuple(map(in_words, row)) for row in rows),
        tuple(one for one in results if one[1]),
        own.comment if own else "",
    )


def _term_row(found: ClassYear, book: ClassSubject, pupil: Registered, term: int) -> list[Cell]:
    if term in found.without.get((book.pk, pupil.id), ()):
        return [book.subject.name, *[NOT_TAKEN] * 4]
    cells = term_cells(found, book, pupil, term)
    regular = "   ".join(in_words(value) for key, value in cells.items() if key.startswith("tx") and value is not None)
    return [book.subject.name, regular, cells["gk"], cells["ck"], cells["average"]]


def _year_row(found: ClassYear, book: ClassSubject, pupil: Registered) -> list[Cell]:
    line: list[Cell] = [book.subject.name]
    for term in (1, 2, YEAR):
        row = found.marks.get((book.pk, pupil.id, term))
        taken = term not in found.without.get((book.pk, pupil.id), ())
        line.append(average_of(book, row.average if row else None) if taken else NOT_TAKEN)
    return line


def _of_period(found: PrimaryPeriod, pupil: Registered) -> ResultNotice:
    rows = []
    for book in found.books:
        cells = subject_cells(found, book, pupil)
        rows.append((book.subject.name, in_words(cells.get("level")), in_words(cells.get("test"))))
    said = show_results(found.results.get(pupil.id), YEAR) if found.period == END else {}
    traits = found.traits.get(pupil.id)
    results = [
        *trait_words(found, pupil), ("Đánh giá kết quả giáo dục", said.get("study", "")),
        ("Khen thưởng", said.get("award", "")), ("Kết quả", said.get("outcome", "")),
    ]  # fmt: skip
    return ResultNotice(
        pupil.name,
        _facts(pupil, found.school_class),
        _PERIOD,
        tuple(rows),
        tuple(one for one in results if one[1]),
        traits.comment if traits else "",
    )
