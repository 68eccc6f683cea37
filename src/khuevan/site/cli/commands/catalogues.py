"""``khuevan catalogues``: compare an edition of the Ministry's catalogues with what holds, and take it."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import Invalid
from khuevan.site import postgres
from khuevan.site.cli.owner import act_as_owner
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.registry.catalogues.api import Contents, Update

HELP = "Cập nhật danh mục của Bộ (trường dữ liệu, danh mục mã): xem trước khác biệt, rồi áp dụng từ một ngày."
TABLES = {
    "catalogues_field": "Trường dữ liệu",
    "catalogues_codelist": "Danh mục mã",
    "catalogues_code": "Mã",
}
VERBS = {"opened": "mới", "replaced": "đổi", "closed": "hết hiệu lực", "same": "giữ nguyên"}
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which file or folder."""
    parser.add_argument("verb", choices=["update"], metavar="update", help="cập nhật từ tệp")
    parser.add_argument("path", type=Path, metavar="TỆP|THƯ MỤC", help="tệp .json, .csv, hoặc thư mục chứa các tệp ấy")
    parser.add_argument(
        "--from", dest="since", default="", metavar="NGÀY", help="áp dụng từ ngày, ví dụ 2026-08-01; bỏ trống: hôm nay"
    )
    parser.add_argument("--basis", default="", metavar="CĂN CỨ", help="văn bản ban hành danh mục")
    parser.add_argument("--write", action="store_true", help="ghi; không có thì chỉ xem trước")
    parser.add_argument("--all", action="store_true", help="in mọi khác biệt và mọi dòng bỏ qua")


def run(options: argparse.Namespace) -> int:
    """Say what the edition changes; with --write, take it as the owner, in one transaction."""
    with postgres.running():
        act_as_owner()
        from khuevan.kernel.clock import today
        from khuevan.registry.catalogues.api import read_path, update

        contents = read_path(options.path)
        since = _day(options.since) if options.since else today()
        done = update(contents, since, options.path.name, options.basis, write=options.write)
    print(report(contents, done, options.all))
    print(ending(done, since, options.write))
    return 0


def ending(done: "Update", since: date, wrote: bool) -> str:
    """What has become of the edition, and what to do next."""
    if not any(done.total(verb) for verb in ("opened", "replaced", "closed")):
        return "Danh mục đang dùng đã giống hệt tệp này: không có gì để ghi."
    return f"Đã ghi, áp dụng từ {since:%d/%m/%Y}." if wrote else "Chưa ghi gì. Thêm --write để ghi."


def report(contents: "Contents", done: "Update", everything: bool = False) -> str:
    """Counts by table, what was left out of the files, and the first differences."""
    rows = [(TABLES[name], *(str(counts[verb]) for verb in VERBS)) for name, counts in done.counts.items()]
    lines = [table(("", *VERBS.values()), rows)]
    most = None if everything else SHOWN
    if contents.notes:
        lines += ["", f"{len(contents.notes)} dòng trong tệp cần biết:", *(f"  {one}" for one in contents.notes[:most])]
    if done.first:
        lines += ["", "Khác biệt:"]
        lines += [f"  {VERBS[one.verb]:<12} {one.key}: {_change(one.before, one.after)}" for one in done.first[:most]]
    return "\n".join(lines)


def _change(before: str, after: str) -> str:
    return f"{before} → {after}" if before and after else before or after


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}” không phải là ngày.", hint="Viết --from năm-tháng-ngày, ví dụ 2026-08-01.") from None
