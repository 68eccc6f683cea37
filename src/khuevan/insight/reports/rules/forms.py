"""The Ministry's blank forms (01-MN-ĐN, 02-TH-ĐN and their like): which cell wants which figure.

A form is read by its words, not by its numbers (*mã số*), which move from edition to edition: the level in its title,
the section of a sheet, the numbered heading above a row, the row's own words, and the heads of its column.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from khuevan.kernel.text import fold

Area = tuple[int, int, int, int]
_OTHER = re.compile(r"[^a-z0-9]+")
_ROMAN = re.compile(r"[ivx]+")
_LEVEL = {"giao duc mam non": "01", "giao duc tieu hoc": "02", "trung hoc co so": "03", "trung hoc pho thong": "04"}
_PERIOD = {"dau nam": "begin", "giua nam": "middle", "cuoi nam": "end"}
_OWNER = {"tong so": "", "cong lap": "@cl", "tu thuc": "@tt", "dan lap": "@dl"}
_REGION = {"trung du dong bang thanh pho": "@db", "trung du dong bang tp": "@db"}
_REGION |= dict.fromkeys(("mien nui vung sau hai dao",), "@mn")
_SECTION = (
    ("truong", ("truong",)),
    ("lop", ("lop", "nhom lop")),
    ("hoc_sinh", ("hoc sinh", "tre em")),
    ("nhan_su", ("can bo quan ly giao vien nhan vien", "can bo quan ly giao vien va nhan vien")),
)
UNKNOWN = {
    "row": "hệ thống chưa giữ số này",
    "column": "hệ thống chưa chia theo cột này",
    "staff": "có trường nhiều cấp, nhân sự không tách theo cấp được",
    "sheet": "phần này không nằm trong hệ thống",
}
"""Why a cell is left blank."""


@dataclass(frozen=True)
class Page:
    """One sheet of a form: ``rows[0][0]`` stands at (0, 0)."""

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[Area] = ()


@dataclass(frozen=True)
class FormCell:
    """A cell that wants a number: the key of its figure, or why there is none. ``label``, ``head``: as in the form."""

    page: str
    row: int
    column: int
    label: str
    head: str
    key: str = ""
    why: str = ""


@dataclass(frozen=True)
class Form:
    """A form that was recognised; ``unit_at``: the cell under "Đơn vị báo cáo"."""

    level: str
    period: str
    cells: tuple[FormCell, ...]
    unit_at: tuple[str, int, int] | None = None


def plain(text: str) -> str:
    """Small letters without accents: ``- Trung du, đồng bằng`` → ``trung du dong bang``."""
    return _OTHER.sub(" ", fold(text)).strip()


def read_form(pages: Sequence[Page]) -> Form | None:
    """What a form wants, ``None`` where it is none of the Ministry's statistical forms."""
    words = [plain(cell) for page in pages[:1] for row in page.rows[:6] for cell in row if cell]
    level = next((code for name, code in _LEVEL.items() if any("bao cao" in one and name in one for one in words)), "")
    period = next((code for name, code in _PERIOD.items() if any(name in one for one in words)), "")
    if not level or not period:
        return None
    cells = [cell for page in pages for cell in _Reader(page, level).cells()]
    return Form(level, period, tuple(cells), _unit_at(pages[0])) if cells else None


def _unit_at(page: Page) -> tuple[str, int, int] | None:
    for row, cells in enumerate(page.rows[:6]):
        for column, cell in enumerate(cells):
            if "don vi bao cao" in plain(cell):
                return page.name, row + 1, column
    return None


@dataclass
class _Reader:
    """Reads one sheet from above to below, remembering under which headings it is."""

    page: Page
    level: str
    section: str = ""
    heading: str = ""
    under: str = ""
    columns: dict[int, tuple[str | None, str]] = field(default_factory=dict)

    def cells(self) -> Iterator[FormCell]:
        top = next((row for row, cells in enumerate(self.page.rows) if "ma so" in map(plain, cells)), None)
        if top is None:
            return
        head = [plain(cell) for cell in self.page.rows[top]]
        code = head.index("ma so")
        label = next(
            column for column, words in enumerate(head) if words and words != "tt" and not _ROMAN.fullmatch(words)
        )
        first = next((row for row in range(top + 1, len(self.page.rows)) if self._at(row, code).strip() == "C"), top)
        self._read_columns(top, first, code)
        self._enter(head[label])
        for row in range(first + 1, len(self.page.rows)):
            yield from self._row(row, label, code)

    def _row(self, row: int, label: int, code: int) -> Iterator[FormCell]:
        number, words, said = self._at(row, 0), self._at(row, label), plain(self._at(row, label))
        if _ROMAN.fullmatch(plain(number)):
            self._enter(said)
        elif number.strip():
            self.heading, self.under = said, ""
        if not words:
            return
        if not _is_number(self._at(row, code)):
            self.under = said
            return
        line = self._line(said)
        if not words.lstrip().startswith("+"):
            self.under = said
        for column, (suffix, head) in self.columns.items():
            key, why = self._key(line, suffix)
            yield FormCell(self.page.name, row, column, words.strip(), head, key, why)

    def _key(self, line: str, suffix: str | None) -> tuple[str, str]:
        if not self.section:
            return "", "sheet"
        if not line:
            return "", "row"
        if suffix is None:
            return "", "column"
        people, owner = suffix.split("|")
        name, _at, region = line.partition("@")
        return f"{self.level}.{name}{'.' if people else ''}{people}{_at}{region}{owner}", ""

    def _line(self, said: str) -> str:
        """The line of a row, with ``@db`` or ``@mn`` where it is of a region; "" where we know none."""
        read = {"truong": self._school, "lop": self._class, "hoc_sinh": self._pupil, "nhan_su": self._staff}
        return read[self.section](said) if self.section in read else ""

    def _school(self, said: str) -> str:
        if said == "tong so truong":
            return "truong"
        if self.level == "01" or "tong so truong" not in self.heading:
            return ""
        if said in _REGION:
            return f"truong{_REGION[said]}"
        bound = re.fullmatch(r"truong co tu \d+ lop tro (len|xuong)", said)
        if bound and self.under in _REGION:
            return f"truong_{'lon' if bound[1] == 'len' else 'nho'}{_REGION[self.under]}"
        return ""

    def _class(self, said: str) -> str:
        if said in ("lop", "tong so nhom lop"):
            return "lop"
        grade = re.fullmatch(r"lop (\d+)", said)
        young = {"nhom tre": "lop_nha_tre", "lop mau giao": "lop_mau_giao", "lop mau giao 5 tuoi": "lop_18"}
        return f"lop_{grade[1]}" if grade else young.get(said, "")

    def _pupil(self, said: str) -> str:
        fixed = {
            "tong quy mo": "hs", "quy mo tre": "hs", "tre em nha tre": "hs_nha_tre", "tre em mau giao": "hs_mau_giao",
            "hoc sinh moi tuyen dau cap": "hs_moi",
            "hoc sinh luu ban nam hoc truoc dang hoc lai trong nam hoc nay": "hs_luu_ban",
        }  # fmt: skip
        if said in fixed:
            return fixed[said]
        if said in _REGION:
            above = {"quy mo chia theo vung": "hs", "tre em nha tre": "hs_nha_tre", "tre em mau giao": "hs_mau_giao"}
            return f"{above[self.heading]}{_REGION[said]}" if self.heading in above else ""
        for pattern, line in (
            (r"hoc sinh lop (\d+)", "hs_{0}"), (r"hoc sinh \d+ tuoi hoc lop (\d+)", "dung_{0}"),
            (r"duoi \d+ tuoi", "tuoi_duoi"), (r"tren \d+ tuoi", "tuoi_tren"), (r"(\d+) tuoi", "tuoi_{0}"),
        ):  # fmt: skip
            if found := re.fullmatch(pattern, said):
                return line.format(*found.groups())
        return ""

    def _staff(self, said: str) -> str:
        if said == "tong so":
            return "ns"
        own = {"can bo quan ly": "ql", "giao vien": "gv", "nhan vien": "nv"}
        if said in own:
            return own[said]
        if self.level == "01":
            return ""
        if said in ("hieu truong", "pho hieu truong"):
            return "ht" if said == "hieu truong" else "ph"
        if said in _REGION or not (self.heading == "giao vien" and said.endswith("tuoi")):
            return f"ph{_REGION[said]}" if self.heading == "pho hieu truong" and said in _REGION else ""
        aged = re.fullmatch(r"(?:tu )?(\d+)(?: \d+)? tuoi", said)
        return f"gv_{aged[1]}" if aged else ""

    def _enter(self, said: str) -> None:
        self.section = next((name for name, words in _SECTION if said in words), "")
        self.heading, self.under = said, ""

    def _read_columns(self, top: int, first: int, code: int) -> None:
        for column in range(code + 1, max(map(len, self.page.rows))):
            if not _is_number(self._at(first, column)):
                continue
            heads = list(dict.fromkeys(self._merged(row, column).strip() for row in range(top, first)))
            said = [plain(one) for one in heads if one]
            self.columns[column] = (_suffix(said), " › ".join(one for one in heads if one))

    def _merged(self, row: int, column: int) -> str:
        for first, left, last, right in self.page.merged:
            if first <= row <= last and left <= column <= right:
                return self._at(first, left)
        return self._at(row, column)

    def _at(self, row: int, column: int) -> str:
        cells = self.page.rows[row]
        return cells[column] if column < len(cells) else ""


def _suffix(heads: Sequence[str]) -> str | None:
    """``people|owner`` of a column, ``None`` where it is none of ours."""
    if not heads or heads[0] not in _OWNER:
        return None
    rest = [one for one in heads[1:] if one not in ("tong so", "tong")]
    people = {(): "", ("nu",): "nu", ("dan toc thieu so",): "dt", ("dan toc thieu so", "nu"): "nu_dt"}
    found = people.get(tuple(rest))
    return None if found is None else f"{found}|{_OWNER[heads[0]]}"


def _is_number(text: str) -> bool:
    return text.strip().isdigit()


def wanted(form: Form, figures: Mapping[str, int], several: bool) -> tuple[dict[FormCell, int], list[FormCell]]:
    """Cells with their numbers, and those left blank with the reason. ``several``: some staff has several levels.

    A figure that a known school simply has none of is 0; figures of a level that is not there are blank.
    """
    filled: dict[FormCell, int] = {}
    blank: list[FormCell] = []
    there = f"{form.level}.hs" in figures
    for cell in form.cells:
        name = cell.key.partition("@")[0]
        if cell.key and several and name.split(".")[1].split("_")[0] in ("ns", "ql", "ht", "ph", "gv", "nv"):
            blank.append(replace(cell, key="", why="staff"))
        elif cell.key and there and (name in figures or cell.key in figures or "truong_" in name):
            filled[cell] = figures.get(cell.key, 0)
        else:
            blank.append(cell if cell.why else replace(cell, key="", why="row"))
    return filled, blank
