"""``khuevan backup``: the whole installation, or one school alone."""

import argparse
import os
from pathlib import Path

import django

from khuevan.kernel.errors import Conflict
from khuevan.site import backup, postgres
from khuevan.site.backup import records
from khuevan.site.cli.schools_alone import export

HELP = "Sao lưu cả bản cài đặt vào một thư mục, hoặc một trường (--school) ra một tệp; không ai phải chờ."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, how many sets to keep, which school."""
    parser.add_argument("place", type=Path, metavar="NƠI", help="thư mục sao lưu; với --school là tên tệp")
    parser.add_argument("--keep", type=int, default=7, metavar="N", help="giữ N bản mới nhất (mặc định: 7)")
    parser.add_argument("--school", default="", metavar="MÃ", help="chỉ trường mang mã này, ra một tệp")


def run(options: argparse.Namespace) -> int:
    """Make a backup and say what is in it and what is not."""
    if options.school:
        return export(options.school, options.place)
    if postgres.is_external():
        raise Conflict(
            "Cơ sở dữ liệu này do máy chủ PostgreSQL riêng (DATABASE_URL) giữ; khuevan backup không sao lưu được nó.",
            hint="Sao lưu máy chủ đó bằng pgBackRest hoặc Barman, cùng thư mục files và keys: xem "
            "docs/operations/backup.md. Từng trường vẫn xuất được bằng --school.",
            code="external",
        )
    with postgres.running():
        django.setup()
        with records.backup_run(options.place) as written:
            made = backup.make(options.place, os.environ.get("KHUEVAN_BACKUP_PASSPHRASE", ""), max(1, options.keep))
            written.finish(made)
    print(report(made))
    return 0


def report(made: backup.Made) -> str:
    """What the set holds, in words."""
    one = made.manifest
    kept = (
        "Khoá ký, khoá nhật ký, khoá phiên: có, đã mã hoá bằng KHUEVAN_BACKUP_PASSPHRASE; cất mật khẩu ở nơi khác."
        if one.keys == "sealed"
        else "Khoá ký, khoá nhật ký, khoá phiên: KHÔNG có trong bản này. Đặt KHUEVAN_BACKUP_PASSPHRASE để kèm "
        f"(có mã hoá), hoặc chép {postgres.data_dir() / 'keys'} riêng."
    )
    return (
        f"✓ Đã sao lưu: {made.directory}\n"
        f"  {sum(one.after.values()):n} dòng của {len(one.after)} bảng, {one.size / 1e6:.1f} MB\n"
        f"  {one.files} tệp của các trường, {one.files_bytes / 1e6:.1f} MB\n"
        f"  {kept}\n"
        "Từ nay mỗi thay đổi được ghi thêm vào thư mục wal trong vòng một phút: khôi phục được tới từng thời điểm.\n"
        f"Thử khôi phục: khuevan drill {made.directory.parents[1]}"
    )
