"""``khuevan schools``: read a list of schools, say what every row is, and take the schools in."""

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.registry.units.api import Decree, Reading, TakenIn

HELP = "Đọc danh sách trường (CSV): dòng nào là trường, dòng nào trùng, dòng nào cần xem; rồi nạp vào cây đơn vị."
VERDICTS = {
    "kept": "trường",
    "doubtful": "trường cần xem lại",
    "same": "thêm cho trường đã có",
    "blank": "không phải trường",
}
FINDINGS = {
    "no_code": "không có mã",
    "code_long": "mã dài hơn 20 kí tự",
    "code_damaged": "mã bị bảng tính làm hỏng (1,9E+07)",
    "code_odd": "mã không theo mẫu thường gặp",
    "code_cleaned": "mã có khoảng trắng hoặc .0 đã bỏ",
    "code_conflict": "mã của một trường khác trong danh sách",
    "no_name": "không có tên",
    "no_level": "không rõ cấp học",
    "level_from_name": "cấp học lấy từ tên",
    "several_levels": "nhiều cấp học",
    "another_level": "cấp học khác của cùng trường",
    "repeated": "dòng lặp lại",
    "twin": "cùng tên, cùng nơi quản lý, khác mã",
    "test": "tên là dữ liệu thử",
    "not_running": "không hoạt động",
}


@dataclass(frozen=True)
class Office:
    """The part of the operator's role that units look at."""

    unit_kind: str = "department"


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command on the server, for the department of the province."""

    unit_id: int
    user_id: int | None = None
    name: str = "Quản trị máy chủ"
    title: str = "khuevan schools"
    kind: str = "authority"
    role: Office = Office()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file; what is needed to write."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="danh sách trường, tệp CSV có dòng tên cột")
    parser.add_argument("--all", action="store_true", help="in từng dòng cần xem lại")
    parser.add_argument("--write", action="store_true", help="nạp các trường vào cây đơn vị")
    parser.add_argument("--province", default="", metavar="MÃ", help="mã tỉnh trước 1/7/2025, ví dụ 19")
    parser.add_argument("--on", default="", metavar="NGÀY", help="ngày lập danh sách, ví dụ 2025-06-23")
    parser.add_argument("--decision", default="", metavar="CĂN CỨ", help="căn cứ: văn bản gửi kèm danh sách")


def run(options: argparse.Namespace) -> int:
    """Say what is in the list; with --write, take it in as the owner, in one transaction."""
    if not options.write:
        import django

        django.setup()
        print(report(read_file(options.file), options.all))
        return 0
    day = _day(options.on)
    with postgres.running():
        act_as_owner()
        from khuevan.registry.units.api import Decree

        reading = read_file(options.file)
        print(report(reading, options.all))
        print(said(write(reading, options.province, Decree(day, options.decision))))
    return 0


def read_file(path: Path) -> "Reading":
    """The list in a file. Raises ``NotFound``, ``Invalid``."""
    from khuevan.registry.units.api import read_school_list

    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFound(f"Không đọc được tệp {path}.", hint="Kiểm tra tên tệp và quyền đọc.") from error
    return read_school_list(data)


def report(reading: "Reading", every_doubt: bool = False) -> str:
    """Counts that add up, findings, and on request each row in doubt."""
    counts = reading.counts
    lines = [f"{len(reading.rows)} dòng = " + " + ".join(f"{counts[key]} {words}" for key, words in VERDICTS.items())]
    lines += [f"{len(reading.schools)} trường", "", _findings(reading.findings)]
    if every_doubt:
        schools = {school.line: school for school in reading.schools}
        doubts = [row for row in reading.rows if row.verdict == "doubtful"]
        rows = [(str(r.line), schools[r.line].code, schools[r.line].name, _words(r.doubts)) for r in doubts]
        lines += ["", table(("Dòng", "Mã", "Tên", "Cần xem"), rows)]
    return "\n".join(lines)


def write(reading: "Reading", province: str, decree: "Decree") -> "TakenIn":
    """Take the list in, for the department of today of an old province."""
    from django.db import transaction

    from khuevan.registry.units.api import old_department, take_in

    with transaction.atomic():
        operator = Operator(old_department(province)[1].pk)
        return take_in(operator, decree, province, reading)


def said(done: "TakenIn") -> str:
    """What was taken in, in words."""
    return (
        f"Đã nạp {done.new} trường mới; {done.known} trường đã có từ trước. Trong số mới: {done.temporary} mã tạm, "
        f"{done.without_commune} chưa rõ xã."
    )


def _findings(found: Counter[str]) -> str:
    return "\n".join(f"  {count:>6} {FINDINGS[key]}" for key, count in found.most_common())


def _words(findings: tuple[str, ...]) -> str:
    return "; ".join(FINDINGS[one] for one in findings)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}” không phải là ngày.", hint="Viết --on năm-tháng-ngày, ví dụ 2025-06-23.") from None
