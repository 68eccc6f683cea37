"""Statistics of a school: levels by class, titles and promotion, levels of every subject by class."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import within
from khuevan.school.enrolment.api import SchoolClass, place_of
from khuevan.school.gradebook.api import part_name, show_results, tt22_2021, tt27_2020

from ..rules.counting import BANDS, PASSES, share_heads, shares, together
from ..rules.tables import NUMBER, Cell, Head, Paper, Table
from .counting import Levels, Subjects, classes_counted, levels_of, subjects_of
from .heading import PRINCIPAL, TT22, TT27
from .one_book import YEAR
from .primary import END

_SECONDARY = {one.name: name for one, name in tt22_2021.LEVELS.items()}
_PRIMARY_YEAR = {one.name: name for one, name in tt27_2020.YEAR_LEVELS.items()}
_PRIMARY_SUBJECT = {one.name: name for one, name in tt27_2020.SUBJECT_LEVELS.items()}
_AWARDS = {False: ("excellent", "good"), True: ("excellent", "typical")}
_OUTCOMES = {False: ("promoted", "retest", "summer_training", "held_back"), True: ("promoted", "support", "held_back")}
_CLASS = Head("Lớp", share=2.2, left=True)
_SIZE = Head("Sĩ số", share=1.2)
_SIGNS = (("Người lập bảng", ""), PRINCIPAL)
_NOTE = "SL: số lượng; %: trên sĩ số, lấy một chữ số thập phân. Học sinh chưa xếp mức nằm trong sĩ số."
_OF_SUBJECT = "SL: số lượng; %: trên số học sinh đã có kết quả môn học."
Row = Callable[[Levels], list[Cell]]


def statistics(school_id: int, year: int, part: int, primary: bool) -> Paper:
    """The statistics of the primary or of the other classes of a school in a period or a term (3 = year).

    Three queries. Raises ``NotFound`` where the school has no such classes in this year.
    """
    classes = classes_counted(school_id, year, primary)
    if not classes or part > (END if primary else YEAR):
        raise NotFound(_("Không có lớp nào để thống kê."))
    whole_year = part == (END if primary else YEAR)
    levels = levels_of(school_id, classes, YEAR if whole_year else part) if whole_year or not primary else {}
    lead = f"{part_name(primary, part)} · Năm học {year_label(year)}"
    tables = [_results(classes, levels, lead, primary)] if levels else []
    if whole_year:
        tables.append(_ends(classes, levels, lead, primary))
    tables += _by_subject(classes, subjects_of(school_id, classes, part, primary), lead, primary)
    if not tables:
        raise NotFound(_("Chưa có kết quả nào để thống kê."))
    title = f"Thống kê kết quả {within(part_name(primary, part))}"
    return Paper(title, "", f"{title} · Năm học {year_label(year)}", TT27 if primary else TT22,
                 f"thong-ke-{'tieu-hoc' if primary else 'trung-hoc'}-{year}-{part}", tables)  # fmt: skip


def _results(classes: Sequence[SchoolClass], levels: dict[int, Levels], lead: str, primary: bool) -> Table:
    names = _PRIMARY_YEAR if primary else _SECONDARY

    def row(one: Levels) -> list[Cell]:
        cells = [one.pupils, *shares(one.academic, names, one.pupils)]
        return cells if primary else [*cells, *shares(one.conduct, names, one.pupils)]

    heads = share_heads(names.values()) if primary else [
        *share_heads(names.values(), "Học tập: "), *share_heads(names.values(), "Rèn luyện: ")
    ]  # fmt: skip
    title = "Thống kê kết quả giáo dục theo lớp" if primary else "Thống kê kết quả học tập, rèn luyện theo lớp"
    rows = _with_totals(classes, levels, row)
    return Table(title, "Theo lớp", lead, [_CLASS, _SIZE, *heads], rows, _NOTE, _SIGNS, landscape=True)


def _ends(classes: Sequence[SchoolClass], levels: dict[int, Levels], lead: str, primary: bool) -> Table:
    awards, outcomes = _AWARDS[primary], _OUTCOMES[primary]

    def row(one: Levels) -> list[Cell]:
        return [one.pupils, *shares(one.awards, awards, one.pupils), *shares(one.outcomes, outcomes, one.pupils)]

    rules = {"rule_set": "TT27" if primary else "TT22"}
    names = [show_results(rules | {"award": code}, YEAR)["award"] for code in awards]
    names += [show_results(rules | {"outcome": code}, YEAR)["outcome"] for code in outcomes]
    heads = [_CLASS, _SIZE, *share_heads(names)]
    rows = _with_totals(classes, levels, row)
    return Table("Thống kê danh hiệu, lên lớp", "Danh hiệu, lên lớp", lead, heads, rows, _NOTE, _SIGNS, landscape=True)


def _with_totals(classes: Sequence[SchoolClass], levels: dict[int, Levels], row: Row) -> list[list[Cell]]:
    """A line for each class, one for each grade, one for the school."""
    rows: list[list[Cell]] = []
    for grade, members in groupby(classes, key=lambda one: one.grade):
        of_grade = [(one.name, levels[one.pk]) for one in members if one.pk in levels]
        rows += [[name, *row(one)] for name, one in of_grade]
        rows.append([f"Khối {grade}", *row(_sum(one for _name, one in of_grade))])
    return [*rows, ["Toàn trường", *row(_sum(levels.values()))]]


def _sum(found: Iterable[Levels]) -> Levels:
    every = list(found)
    return Levels(
        sum(one.pupils for one in every),
        together([one.academic for one in every]),
        together([one.conduct for one in every]),
        together([one.awards for one in every]),
        together([one.outcomes for one in every]),
    )


def _by_subject(classes: Sequence[SchoolClass], subjects: Subjects, lead: str, primary: bool) -> list[Table]:
    names = _PRIMARY_SUBJECT if primary else BANDS | PASSES
    heads = [NUMBER, Head("Môn học", share=4.5, left=True), _CLASS, Head("Số HS", share=1.2)]
    tables = []
    for grade, members in groupby(classes, key=lambda one: one.grade):
        rows = _subject_rows(grade, list(members), subjects, tuple(names))
        if rows:
            title = f"Thống kê kết quả môn học khối {grade}"
            tables.append(
                Table(title, f"Môn học khối {grade}", lead, [*heads, *share_heads(names.values())], rows,
                      _OF_SUBJECT, _SIGNS, landscape=True)
            )  # fmt: skip
    return tables


def _subject_rows(
    grade: int, classes: list[SchoolClass], subjects: Subjects, codes: tuple[str, ...]
) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for (_code, name), counts in sorted(subjects.items(), key=lambda item: place_of(item[0][0], grade)):
        here = [(one.name, counts[one.pk]) for one in classes if one.pk in counts]
        if len(here) > 1:
            here.append((f"Khối {grade}", together([found for _class, found in here])))
        rows += [[len(rows) + n, name, label, *_counted(found, codes)] for n, (label, found) in enumerate(here, 1)]
    return rows


def _counted(found: Counter[str], codes: tuple[str, ...]) -> list[Cell]:
    """Shares of a subject's levels; columns of the other kind of subject stay empty."""
    kinds = {code[0] for code in found}
    ours = {code: code[0] in kinds or len(code) == 1 for code in codes}
    total = found.total()
    return [total, *(cell if ours[code] else None for code in codes for cell in shares(found, [code], total))]
