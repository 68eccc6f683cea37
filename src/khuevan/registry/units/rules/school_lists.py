"""Lists of schools as other systems give them: every row is accounted for, none is lost and none is made up.

A row is the start of a school (``kept``), one that somebody must look at (``doubtful``), a further row of a school that
is there already (``same``, such as another level) or no school at all (``blank``). Schools are those kept and doubtful.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import clean, fold

from .school_levels import levels_in_name, levels_of
from .tables import table

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("ma truong", "ma", "matruong", "ma truong hoc", "code"),
    "name": ("ten truong hoc", "ten truong", "ten", "school", "ten don vi"),
    "level": ("cap hoc", "cap", "ma cap hoc"),
    "office": ("don vi quan ly", "phong", "id phong", "ma don vi"),
    "address": ("dia chi", "dc"),
    "commune": ("ma xa phuong", "ma xa"),
    "status": ("trang thai",),
    "founded": ("ngay thanh lap",),
}
"""What other systems call the columns, without accents and signs; the first that is there counts."""

DOUBTS = frozenset(
    {"no_code", "code_long", "code_damaged", "code_odd", "code_conflict", "no_name", "test", "no_level", "twin"}
)
"""Findings that make a row doubtful; the others only say what was done."""
USUAL_CODE = re.compile(r"\d{8}|\d{10}|\d{6,7}[A-Z]\d{1,2}|\d{5}[A-Z]{1,2}\d{1,3}", re.IGNORECASE)
LONGEST_CODE = 20
_SCIENTIFIC = re.compile(r"\d+([.,]\d+e\+?|e\+)\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number; ``19000E03`` is a real code and stays."""
_DECIMAL = re.compile(r"(\d+)[.,]0+")
_TOTAL = re.compile(r"(tong( cong| so)?|cong|total)\b")
_TEST = re.compile(r"\b(test|demo|thu nghiem)\b")


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, what became of it, what was found, and the line of the school it belongs to."""

    line: int
    verdict: str
    findings: tuple[str, ...] = ()
    school: int | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """The findings that somebody must look at."""
        return tuple(finding for finding in self.findings if finding in DOUBTS)


@dataclass
class Listed:
    """A school of a list. ``code`` is as in the list but for spaces; ``levels`` of all its rows."""

    line: int
    code: str
    name: str
    levels: set[str] = field(default_factory=set)
    office: str = ""
    address: str = ""
    commune: str = ""
    running: bool = True
    founded: date | None = None
    doubtful: bool = False


@dataclass(frozen=True)
class Reading:
    """A list, read. Rows and schools in the order of the file."""

    rows: tuple[Row, ...]
    schools: tuple[Listed, ...]

    @property
    def counts(self) -> Counter[str]:
        """Rows by verdict; they add up to all rows."""
        return Counter(row.verdict for row in self.rows)

    @property
    def findings(self) -> Counter[str]:
        """How often each finding was made."""
        return Counter(finding for row in self.rows for finding in row.findings)


def read(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Reading:
    """Every row of a list. Raises ``Invalid`` where no column has codes or names."""
    places = columns_of(header)
    rows: list[Row] = []
    schools: dict[int, Listed] = {}
    by_code: dict[str, Listed] = {}
    for number, cells in enumerate(lines, start=2):
        said = {name: clean(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        if _is_blank(said, cells):
            rows.append(Row(number, "blank"))
            continue
        school, findings = _school(number, said)
        first = by_code.get(school.code.casefold()) if school.code else None
        if first and _same(first, school):
            rows.append(Row(number, "same", _joined(first, school), first.line))
            continue
        if first:
            findings.append("code_conflict")
        elif school.code:
            by_code[school.code.casefold()] = school
        schools[number] = school
        rows.append(Row(number, "", tuple(findings), number))
    twins = _twins(schools.values())
    return Reading(tuple(_judged(row, schools, twins) for row in rows), tuple(schools.values()))


def read_school_list(data: bytes) -> Reading:
    """The schools in a CSV file. Raises ``Invalid``."""
    return read(*table(data))


def columns_of(header: Sequence[str]) -> Mapping[str, int]:
    """The place of each known column. Raises ``Invalid``."""
    names = [" ".join(re.findall(r"[a-z0-9]+", fold(cell))) for cell in header]
    found = {}
    for column, aliases in COLUMNS.items():
        place = next((names.index(alias) for alias in aliases if alias in names), None)
        if place is not None:
            found[column] = place
    if not {"code", "name"} <= found.keys():
        raise Invalid(
            "Không tìm thấy cột mã trường và tên trường.",
            hint="Dòng đầu của tệp phải là tên cột, ví dụ: ma_truong, ten_truong, cap_hoc.",
            code="columns",
        )
    return found


def _school(number: int, said: Mapping[str, str]) -> tuple[Listed, list[str]]:
    code, findings = _code(said["code"])
    name = said["name"]
    levels = levels_of(said.get("level", ""))
    if not levels:
        levels = levels_in_name(name)
        findings.append("level_from_name" if levels else "no_level")
    if not name:
        findings.append("no_name")
    if _TEST.search(fold(name)):
        findings.append("test")
    running = said.get("status", "1") in ("", "1")
    if not running:
        findings.append("not_running")
    founded = _day(said.get("founded", ""))
    office, address, commune = (said.get(key, "") for key in ("office", "address", "commune"))
    return Listed(number, code, name, set(levels), office, address, commune, running, founded), findings


def _code(text: str) -> tuple[str, list[str]]:
    code = "".join(text.split()).lstrip("'")
    findings = ["code_cleaned"] if code != text else []
    if decimal := _DECIMAL.fullmatch(code):
        code, findings = decimal[1], ["code_cleaned"]
    if not code:
        return "", ["no_code"]
    if _SCIENTIFIC.fullmatch(code):
        findings.append("code_damaged")
    elif len(code) > LONGEST_CODE:
        findings.append("code_long")
    elif not USUAL_CODE.fullmatch(code):
        findings.append("code_odd")
    return code, findings


def _same(first: Listed, other: Listed) -> bool:
    """Another row of one school: the same code and name; the address may be written in one of the rows alone."""
    addresses = {fold(first.address), fold(other.address)} - {""}
    return fold(first.name) == fold(other.name) and len(addresses) < 2


def _joined(first: Listed, other: Listed) -> tuple[str, ...]:
    new = other.levels - first.levels
    first.levels |= other.levels
    first.address = first.address or other.address
    return ("another_level",) if new else ("repeated",)


def _twins(schools: Iterable[Listed]) -> set[int]:
    """Lines of schools with the same name under the same office, but with different codes: both stay."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for school in schools:
        if school.name:
            found[fold(school.name), fold(school.office), school.commune].append(school.line)
    return {line for lines in found.values() if len(lines) > 1 for line in lines}


def _judged(row: Row, schools: Mapping[int, Listed], twins: set[int]) -> Row:
    if row.verdict:
        return row
    findings = (*row.findings, *(("twin",) if row.line in twins else ()))
    school = schools[row.line]
    if len(school.levels) > 1:
        findings = (*findings, "several_levels")
    school.doubtful = bool(DOUBTS & set(findings))
    return Row(row.line, "doubtful" if school.doubtful else "kept", findings, row.line)


def _is_blank(said: Mapping[str, str], cells: Sequence[str]) -> bool:
    """An empty row, or a line of totals: a word for a sum where a school has its code and name."""
    if not any(cell.strip() for cell in cells):
        return True
    return not (said["code"] and said["name"]) and bool(_TOTAL.match(fold(" ".join(cells))))


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2}).*", text)
    if not found:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
