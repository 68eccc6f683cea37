"""``khuevan rules``: compute results by a dated set of rules for marks from anywhere."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.school.gradebook.api import RuleSet

HELP = "Tính kết quả học tập theo một bộ quy tắc: mỗi dòng vào là một học sinh một năm (JSON), mỗi dòng ra là kết quả."
SHOWN_FAULTS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which set; none lists them."""
    parser.add_argument(
        "set", nargs="?", default="", metavar="BỘ", help="mã bộ quy tắc hoặc tệp JSON; bỏ trống: liệt kê"
    )
    parser.add_argument(
        "--show", action="store_true", help="in bộ quy tắc dưới dạng JSON, để xem hoặc sửa thành bộ mới"
    )


def run(options: argparse.Namespace) -> int:
    """List the sets, show one, or compute lines; 1 where a line was left out."""
    import django

    django.setup()
    if not options.set:
        print(listed())
        return 0
    rules = find(options.set)
    if options.show:
        from khuevan.school.gradebook.api import write_set

        print(write_set(rules))
        return 0
    return compute(rules)


def find(named: str) -> "RuleSet":
    """The set with a code, or the one in a file. Raises ``NotFound``, ``Invalid``."""
    from khuevan.school.gradebook.api import read_set, registered

    for one in registered():
        if one.code.casefold() == named.casefold():
            return one
    try:
        return read_set(Path(named).read_text("utf-8-sig"))
    except (OSError, UnicodeError):
        codes = ", ".join(one.code for one in registered())
        message = f"Không có bộ quy tắc nào tên “{named}”, cũng không đọc được tệp ấy."
        raise NotFound(message, hint=f"Các bộ quy tắc: {codes}.") from None


def compute(rules: "RuleSet") -> int:
    """Results of standard input to standard output, in batches; faults to standard error."""
    from khuevan.school.gradebook.api import Fault, compute_lines

    faults = 0
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for one in compute_lines(rules, sys.stdin):
        if not isinstance(one, Fault):
            print(json.dumps({"line": one.line, **one.result}, ensure_ascii=False))
            continue
        faults += 1
        if faults <= SHOWN_FAULTS:
            print(f"Dòng {one.line}: {one.message} {one.hint}", file=sys.stderr)
    if faults:
        print(f"Bỏ qua {faults} dòng sai; các dòng khác đã tính xong.", file=sys.stderr)
    return 1 if faults else 0


def listed() -> str:
    """All sets with their validity and legal basis."""
    from khuevan.school.gradebook.api import registered

    rows = [(one.code, _validity(one), _computes(one), one.legal_basis) for one in registered()]
    return table(("Mã", "Áp dụng (khối: từ năm học)", "Tính được", "Căn cứ"), rows)


def _computes(one: "RuleSet") -> str:
    from khuevan.school.gradebook.api import engine

    try:
        engine.demand_formulas(one)
    except Invalid as missing:
        return "cần chỉ số" if missing.code == "parameter" else "không"
    return "có"


def _validity(one: "RuleSet") -> str:
    by_year: dict[int, list[int]] = {}
    for grade, year in sorted(one.first_year.items()):
        by_year.setdefault(year, []).append(grade)
    said = "; ".join(f"{_grades(grades)}: {year}–{year + 1}" for year, grades in sorted(by_year.items()))
    return said if one.last_year is None else f"{said}; đến {one.last_year}–{one.last_year + 1}"


def _grades(grades: list[int]) -> str:
    if grades == [0]:
        return "mầm non"
    whole = len(grades) > 2 and grades[-1] - grades[0] == len(grades) - 1
    return f"{grades[0]}–{grades[-1]}" if whole else ", ".join(map(str, grades))
