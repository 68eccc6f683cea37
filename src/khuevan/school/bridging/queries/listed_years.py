"""Years on paper as a list has them: what a row means, what exists already. Three queries, however many rows."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.dates import PartialDate, parse_year_label, year_label
from khuevan.kernel.errors import DomainError
from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Record, Rows, Value, Wanted, refuse_twice
from khuevan.registry.isolation.api import among
from khuevan.school.enrolment.api import named_pupils
from khuevan.school.transcripts.api import Transcript

from ..adapters.list_layout import SUBJECTS
from ..models import PaperYear
from ..rules.reading import Results, read_cell, results_of
from .places import Place, refuse_place

_CELLS = {**SUBJECTS, "learning": "Học tập, học lực", "conduct": "Rèn luyện, hạnh kiểm"}


def check_years(school_id: int, rows: Rows) -> None:
    """Whose years they are, whether they can be, and every result in the form that is kept."""
    pupils = named_pupils(school_id, rows, place_field="")
    years = [_year(rows, index) for index in range(len(rows))]
    _read_cells(rows)
    for index, (pupil, year) in enumerate(zip(pupils, years, strict=True)):
        if pupil and year:
            _refuse_impossible(rows, index, pupil, year)
    pairs = list(zip(pupils, years, strict=True))
    rows.values["who"] = [f"{pupil.key} {year}" if pupil and year else None for pupil, year in pairs]
    refuse_twice(
        rows, "year", [f"{pupil.label}, {year_label(year)}" if pupil and year else None for pupil, year in pairs]
    )
    _refuse_digital(school_id, rows, [(pupil.key, year) if pupil else (0, 0) for pupil, year in pairs])


def _year(rows: Rows, index: int) -> int:
    """The first calendar year; 0 for none. The cell gets the form in which years are shown."""
    said = rows.of("year")[index]
    if said is None:
        return 0
    try:
        year = parse_year_label(str(said))
    except DomainError as refusal:
        _note(rows, index, refusal, "year")
        return 0
    rows.values["year"][index] = year_label(year)
    return year


def _read_cells(rows: Rows) -> None:
    for code, name in _CELLS.items():
        if code not in rows.values:
            continue
        for index, said in enumerate(rows.values[code]):
            try:
                rows.values[code][index] = read_cell(str(said), name) if said is not None else None
            except DomainError as refusal:
                _note(rows, index, refusal, code)
    subjects = [code for code in SUBJECTS if code in rows.values]
    for index in range(len(rows)):
        if not any(rows.values[code][index] for code in subjects):
            how = gettext_noop("Ghi kết quả cả năm của ít nhất một môn, mỗi môn một cột.")
            rows.add(index, Problem(gettext_noop("Chưa có kết quả môn nào."), how))


def _refuse_impossible(rows: Rows, index: int, pupil: Record, year: int) -> None:
    birth, grade = pupil.values.get("birth"), rows.of("grade")[index]
    if grade is None:
        return
    try:
        refuse_place(Place(year, int(grade), "-", "-", "-"), int(str(birth)[:4]) if birth else None)
    except DomainError as refusal:
        _note(rows, index, refusal, "grade")


def _refuse_digital(school_id: int, rows: Rows, asked: list[tuple[int, int]]) -> None:
    digital = Transcript.objects.filter(school_id=school_id, student_id__in=among({one for one, _year in asked}))
    known = set(digital.values_list("student_id", "year"))
    for index, pair in enumerate(asked):
        if pair in known:
            how = gettext_noop("Học bạ số không thay bằng bản giấy được. Bỏ dòng này khỏi tệp.")
            rows.add(index, Problem(gettext_noop("Năm học này đã có học bạ số."), how), "year")


def _note(rows: Rows, index: int, refusal: DomainError, code: str) -> None:
    about = {"what": refusal.message, "how": refusal.hint}
    rows.add(index, Problem("%(what)s", "%(how)s", about), code)


def years_wanted(school_id: int, wanted: Wanted) -> Iterable[Record]:
    """What is there already of these pupils and years."""
    pairs = {tuple(map(int, one.split())) for one in wanted.codes}
    rows = _standing(school_id).filter(student_id__in=among({student for student, _year in pairs}))
    return [_record(one) for one in rows if (one.student_id, one.year) in pairs]


def years_now(school_id: int) -> Iterable[Record]:
    """Everything that was copied and not withdrawn, in the order of names."""
    return [_record(one) for one in _standing(school_id).order_by("student__sort_key", "student_id", "year")]


def _standing(school_id: int) -> QuerySet[PaperYear]:
    return PaperYear.objects.filter(school_id=school_id, withdrawn_at=None).select_related("student", "case")


def _record(one: PaperYear) -> Record:
    certified = one.case.state == "certified"
    label = f"{one.student.full_name}, {year_label(one.year)}"
    blocked = _("%(label)s đã được chứng nhận; lãnh đạo rút chứng nhận trước khi nhập lại.") % {"label": label}
    return Record(one.pk, _values(one), label, "", blocked if certified else "")


def _values(one: PaperYear) -> Mapping[str, Value]:
    pupil, said = one.student, results_of(one.results)
    birth: PartialDate | None = pupil.birth
    by_name = {fold(name): values[-1] for name, *values in said.subjects}
    return {
        "code": pupil.code,
        "name": pupil.full_name,
        "birth": birth.iso if birth else None,
        "year": year_label(one.year),
        "grade": one.grade,
        "class_name": one.class_name,
        "school_name": one.school_name,
        "book_no": one.book_no,
        **{code: by_name.get(fold(name)) or None for code, name in SUBJECTS.items()},
        "learning": said.learning[-1] or None,
        "conduct": said.conduct[-1] or None,
        "outcome": said.outcome,
        "award": said.award or None,
        "who": f"{one.student_id} {one.year}",
    }


def results_with(values: Mapping[str, Value], old: Results | None, *, blanks: bool = False) -> Results:
    """The results of a row; what it does not name stays as it was, terms too, and so does what it leaves blank unless
    ``blanks``."""
    old = old or Results((), ("", "", ""), ("", "", ""))
    said = {code: str(value or "") for code, value in values.items() if value or blanks}
    subjects = {fold(name): (name, *rest) for name, *rest in old.subjects}
    for code, name in SUBJECTS.items():
        if code in said:
            _name, first, second, _whole = subjects.get(fold(name), ("", "", "", ""))
            subjects[fold(name)] = (name, first, second, said[code])
    return Results(
        tuple(one for one in subjects.values() if any(one[1:])),
        (*old.learning[:2], said.get("learning", old.learning[2])),
        (*old.conduct[:2], said.get("conduct", old.conduct[2])),
        said.get("outcome", old.outcome),
        said.get("award", old.award),
    )
