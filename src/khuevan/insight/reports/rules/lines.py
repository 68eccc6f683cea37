"""The lines of a report: what is counted for each level, in the words of the Ministry's forms.

A figure's key is ``<level>.<line>``, for people also ``.nu`` (women), ``.dt`` (of ethnic minorities), ``.nu_dt``
(both): ``02.hs_3.nu`` is the girls of grade 3. Level ``00`` holds the staff of a school of several levels, who cannot
be parted. The page ``docs/rules/statistical-reports.md`` says who counts where.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LEVELS = {"01": range(13, 19), "02": range(1, 6), "03": range(6, 10), "04": range(10, 13)}
"""Level → its grades; 13 to 18 are the ages of a preschool, of which 13 to 15 are crèches."""
SEVERAL = "00"
COLUMNS = {"": "Tổng số", "nu": "Nữ", "dt": "Dân tộc thiểu số", "nu_dt": "Nữ dân tộc thiểu số"}
SECTIONS = {"truong": "Trường, lớp", "hoc_sinh": "Học sinh", "nhan_su": "Nhân sự", "ket_qua": "Kết quả"}
LAST_CRECHE = 15
_FIRST_AGE = {"02": 6, "03": 11, "04": 15}
_SECONDARY = {"T": ("tot", "Tốt"), "K": ("kha", "Khá"), "D": ("dat", "Đạt"), "CD": ("chua", "Chưa đạt")}
_PRIMARY = {
    "HTXS": ("xuat_sac", "Hoàn thành xuất sắc"),
    "HTT": ("tot", "Hoàn thành tốt"),
    "HT": ("dat", "Hoàn thành"),
    "CHT": ("chua", "Chưa hoàn thành"),
}


@dataclass(frozen=True)
class Group:
    """People of one kind: ``kind`` is "pupil", "staff" or "result"; ``n``: how many.

    ``age`` in the year of the report's beginning minus the year of birth, ``None`` where that is unknown. ``post``: ht
    (principal), ph (deputy), gv (teacher), nv (others). ``repeats``: was in the same grade the year before.
    """

    kind: str
    n: int
    female: bool
    minority: bool
    grade: int = 0
    age: int | None = None
    repeats: bool = False
    post: str = ""
    academic: str = ""
    conduct: str = ""
    outcome: str = ""

    def columns(self) -> Iterator[str]:
        """The columns in which they count."""
        yield ""
        if self.female:
            yield "nu"
        if self.minority:
            yield "dt"
        if self.female and self.minority:
            yield "nu_dt"


@dataclass(frozen=True)
class Line:
    """One line: its code, section and words (``n`` goes into them), who counts. ``kind`` "" is no line of people.

    Of classes ``n`` is the grade, or the grades, that count; ``None`` all.
    """

    code: str
    section: str
    title: str
    kind: str = ""
    counts: Callable[[Group], bool] = lambda _group: True
    n: Any = None


def lines_of(level: str, results: bool = False, primary_results: bool = True) -> list[Line]:
    """The lines of a level in their order; with ``results`` those of a term or year too.

    ``primary_results``: primary schools have results of a whole year alone (TT 27/2020 Art. 9).
    """
    if level == SEVERAL:
        return [*_staff()]
    lines = [Line("truong", "truong", "Trường"), Line("lop", "truong", "Tổng số lớp")]
    if level == "01":
        creches = range(LEVELS[level].start, LAST_CRECHE + 1)
        lines += [Line("lop_nha_tre", "truong", "Nhóm trẻ", n=creches)]
        lines += [Line("lop_mau_giao", "truong", "Lớp mẫu giáo", n=range(LAST_CRECHE + 1, LEVELS[level].stop))]
    lines += [Line(f"lop_{g}", "truong", "Lớp: %(n)s", n=g) for g in LEVELS[level]]
    lines += [*_pupils(level), *_staff()]
    if results and level != "01" and (level != "02" or primary_results):
        lines += _results(level)
    return lines


def _pupils(level: str) -> Iterator[Line]:
    def line(code: str, title: str, counts: Callable[[Group], bool], n: Any = None) -> Line:
        return Line(code, "hoc_sinh", title, "pupil", counts, n)

    grades = LEVELS[level]
    yield line("hs", "Tổng quy mô", lambda _one: True)
    if level == "01":
        yield line("hs_nha_tre", "Trẻ em nhà trẻ", lambda one: one.grade <= LAST_CRECHE)
        yield line("hs_mau_giao", "Trẻ em mẫu giáo", lambda one: one.grade > LAST_CRECHE)
    for grade in grades:
        yield line(f"hs_{grade}", "Học sinh: %(n)s", _is(grade=grade), grade)
    if level not in _FIRST_AGE:
        return
    first = _FIRST_AGE[level]
    last = first + len(grades) - 1
    yield line("tuoi_duoi", "Dưới %(n)s tuổi", lambda one: one.age is not None and one.age < first, first)
    for age in range(first, last + 1):
        yield line(f"tuoi_{age}", "%(n)s tuổi", _is(age=age), age)
    yield line("tuoi_tren", "Trên %(n)s tuổi", lambda one: one.age is not None and one.age > last, last)
    for grade, age in zip(grades, range(first, last + 1), strict=True):
        yield line(f"dung_{grade}", "Đúng tuổi: %(n)s", _is(grade=grade, age=age), grade)
    yield line("hs_moi", "Mới tuyển đầu cấp", lambda one: one.grade == grades[0] and not one.repeats)
    yield line("hs_luu_ban", "Lưu ban năm trước, đang học lại", _is(repeats=True))


def _staff() -> Iterator[Line]:
    def line(code: str, title: str, counts: Callable[[Group], bool], n: Any = None) -> Line:
        return Line(code, "nhan_su", title, "staff", counts, n)

    yield line("ns", "Cán bộ quản lý, giáo viên, nhân viên", lambda _one: True)
    yield line("ql", "Cán bộ quản lý", lambda one: one.post in ("ht", "ph"))
    yield line("ht", "Hiệu trưởng", _is(post="ht"))
    yield line("ph", "Phó hiệu trưởng", _is(post="ph"))
    yield line("gv", "Giáo viên", _is(post="gv"))
    for low, high in ((20, 29), (30, 39), (40, 49), (50, 54), (55, 59)):
        words = f"{low}–{high}"
        yield line(f"gv_{low}", "Giáo viên từ %(n)s tuổi", _aged(low, high), words)
    yield line("gv_60", "Giáo viên từ %(n)s tuổi", _aged(60, 99), "60")
    yield line("nv", "Nhân viên", _is(post="nv"))


def _is(**wanted: object) -> Callable[[Group], bool]:
    """Who has all of these."""
    return lambda one: all(getattr(one, name) == value for name, value in wanted.items())


def _aged(low: int, high: int) -> Callable[[Group], bool]:
    """Teachers of an age."""
    return lambda one: one.post == "gv" and one.age is not None and low <= one.age <= high


def _results(level: str) -> Iterator[Line]:
    def line(code: str, title: str, counts: Callable[[Group], bool], n: Any = None) -> Line:
        return Line(code, "ket_qua", title, "result", counts, n)

    if level == "02":
        for code, (name, words) in _PRIMARY.items():
            yield line(f"gd_{name}", "Kết quả giáo dục: %(n)s", _is(academic=code), words)
    else:
        for code, (name, words) in _SECONDARY.items():
            yield line(f"ht_{name}", "Học tập: %(n)s", _is(academic=code), words)
        for code, (name, words) in _SECONDARY.items():
            yield line(f"rl_{name}", "Rèn luyện: %(n)s", _is(conduct=code), words)
    yield line("len_lop", "Được lên lớp", _is(outcome="promoted"))
    yield line("o_lai", "Không được lên lớp", _is(outcome="held_back"))


def level_of(grade: int) -> str:
    """The level of a grade."""
    return next(level for level, grades in LEVELS.items() if grade in grades)


def columns_of(line: Line) -> Iterable[str]:
    """The columns that a line has."""
    return COLUMNS if line.kind else ("",)


def key_of(level: str, line: str, column: str = "") -> str:
    """``02.hs_3.nu``."""
    return f"{level}.{line}.{column}" if column else f"{level}.{line}"
