"""``khuevan restore``: a whole installation into an empty directory, or one school into this installation."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.errors import Invalid
from khuevan.site import backup, postgres
from khuevan.site.cli.schools_alone import bring_back

HELP = "Khôi phục cả bản cài đặt từ thư mục sao lưu, tới một thời điểm nếu muốn; hoặc một trường từ tệp của nó."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, into which directory, until when."""
    parser.add_argument("place", type=Path, metavar="NƠI", help="thư mục sao lưu, hoặc tệp của một trường")
    parser.add_argument("--to", type=Path, metavar="THƯ-MỤC", help="thư mục dữ liệu mới (mặc định: KHUEVAN_DATA)")
    parser.add_argument("--at", default="", metavar="LÚC", help="thời điểm, ví dụ “2026-11-27 10:15”, giờ Việt Nam")
    parser.add_argument("--set", default="", metavar="BẢN", help="tên bản trong thư mục base (mặc định: mới nhất)")


def run(options: argparse.Namespace) -> int:
    """Restore, and say what is to be done next."""
    if options.place.is_file():
        return bring_back(options.place)
    data = (options.to or postgres.data_dir()).expanduser().absolute()
    done = backup.restore(
        options.place.expanduser().absolute(),
        data,
        name=options.set,
        at=_moment(options.at),
        passphrase=os.environ.get("KHUEVAN_BACKUP_PASSPHRASE", ""),
    )
    print(f"✓ Đã khôi phục bản {done.manifest.name} vào {data}, kèm {done.files} tệp của các trường.")
    if not done.with_keys:
        print(f"  Chưa có khoá ký: chép lại {data / 'keys'}, hoặc khôi phục lại với KHUEVAN_BACKUP_PASSPHRASE.")
    prefix = f"KHUEVAN_DATA={data} " if data != postgres.data_dir() else ""
    print(f"Tiếp theo: {prefix}khuevan migrate, rồi khuevan doctor và khuevan ledger check.")
    return 0


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE) if text else None
    except ValueError:
        raise Invalid(f"“{text}” không phải là thời điểm.", hint="Viết --at “năm-tháng-ngày giờ:phút:giây”.") from None
