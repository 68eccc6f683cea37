"""``khuevan drill``: prove that a backup can be restored."""

import argparse
from pathlib import Path

import django

from khuevan.kernel.errors import NotFound
from khuevan.site import backup, postgres
from khuevan.site.backup import records
from khuevan.site.postgres.archive import place_of

HELP = "Diễn tập: khôi phục bản sao lưu mới nhất ra chỗ riêng, so số dòng, kiểm tra sổ cái, rồi ghi lại kết quả."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, which set, where to restore it aside."""
    parser.add_argument("place", type=Path, nargs="?", metavar="NƠI", help="thư mục sao lưu (mặc định: nơi đang dùng)")
    parser.add_argument("--set", default="", metavar="BẢN", help="tên bản trong thư mục base (mặc định: mới nhất)")
    parser.add_argument("--aside", type=Path, default=Path("/var/tmp"), metavar="CHỖ", help="nơi đặt bản khôi phục tạm")  # noqa: S108


def run(options: argparse.Namespace) -> int:
    """Restore aside, compare, record; 0 where the backup is proven."""
    place = options.place or place_of(postgres.data_dir())
    if place is None:
        raise NotFound("Chưa có bản sao lưu nào.", hint="Chạy: khuevan backup /đường/dẫn/sao-lưu")
    with postgres.running():
        django.setup()
        proof = backup.drill(place.expanduser().absolute(), options.set, options.aside)
        records.keep_proof(place, proof)
    print(report(proof))
    return 1 if proof.problems else 0


def report(proof: backup.Proof) -> str:
    """What the drill found, in words."""
    if proof.problems:
        return "\n".join(
            [f"✗ Bản {proof.name} KHÔNG khôi phục được trọn vẹn:", *(f"  {one}" for one in proof.problems)]
        )
    return (
        f"✓ Bản {proof.name} khôi phục được: {proof.rows:n} dòng của {proof.tables} bảng khớp, {proof.files} tệp "
        "đúng nội dung, sổ cái và các mốc công bố nguyên vẹn."
    )
