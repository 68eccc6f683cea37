"""``khuevan play``: a stretch of the school year, played forward on a running province by its own people."""

import argparse
import os
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

from khuevan.kernel.errors import Invalid
from khuevan.site import postgres
from khuevan.site.cli.children import interrupt_on_signals
from khuevan.site.cli.programs import require_tables
from khuevan.site.personas import PASSWORD

if TYPE_CHECKING:
    from khuevan.site.play.running import Play

HELP = "Cho thầy cô của tỉnh giả lập làm việc từng ngày qua máy chủ đang chạy; cũng để đo tải."
STATE = "play.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--from, --to, --speed, --url, --teachers, --at-once, --seed, --log"""
    day: dict[str, Any] = {"type": _day, "required": True, "metavar": "NGÀY"}
    parser.add_argument("--from", dest="first", help="ngày đầu, như 2026-04-06", **day)
    parser.add_argument("--to", dest="last", help="ngày cuối, trong cùng học kì", **day)
    parser.add_argument(
        "--speed", type=_speed, default=6.0, metavar="N", help="số ngày học mỗi phút, 0 là không nghỉ (mặc định: 6)"
    )
    parser.add_argument(
        "--url", type=_url, default="http://127.0.0.1:8000", help="máy chủ đang chạy (mặc định: http://127.0.0.1:8000)"
    )
    parser.add_argument(
        "--teachers", type=_count, default=20, metavar="N", help="số thầy cô làm việc mỗi ngày (mặc định: 20)"
    )
    parser.add_argument("--at-once", type=_count, default=4, metavar="N", help="số người cùng một lúc (mặc định: 4)")
    parser.add_argument(
        "--seed", type=int, default=2026, metavar="S", help="cùng một số thì chọn như nhau (mặc định: 2026)"
    )
    parser.add_argument("--log", type=Path, metavar="TỆP", help="ghi từng thay đổi mà máy chủ đã xác nhận vào tệp này")


def run(options: argparse.Namespace) -> int:
    """Play until the last day or a signal, and say how it went."""
    if options.last < options.first:
        raise Invalid(
            f"Ngày cuối {options.last:%d/%m/%Y} trước ngày đầu {options.first:%d/%m/%Y}.",
            hint="Đổi chỗ --from và --to.",
        )
    interrupt_on_signals()
    with postgres.running():
        require_tables()
        play = _prepare(options)
        began = time.monotonic()
        start = play.next_day()
        if start > options.last:
            print(f"Đã chơi xong đến {options.last:%d/%m/%Y}. Chọn --to muộn hơn, hoặc --seed khác để chơi lại.")
            return 0
        if start > options.first:
            print(f"Chơi tiếp từ {start:%d/%m/%Y}.", flush=True)
        stopped = False
        try:
            play.run(lambda line: print(f"  {line}", flush=True))
        except KeyboardInterrupt:
            stopped = True
        print(f"Cộng: {play.total.said(time.monotonic() - began)}")
        for reason in play.total.reasons():
            print(f"  {reason}")
        if stopped:
            print(f"Đã dừng. Chạy lại cùng lệnh để chơi tiếp từ {play.next_day():%d/%m/%Y}.", flush=True)
            return 130
    return 1 if play.total.errors else 0


def _prepare(options: argparse.Namespace) -> "Play":
    from khuevan.site.play import cast, days
    from khuevan.site.play.running import Game, Play

    with psycopg.connect(postgres.connection_url("owner", os.environ.get("KHUEVAN_DB_NAME", ""))) as connection:
        year, term = days.days_of(connection, options.first, options.last)
        teachers = cast.teachers(connection, year, term.number, options.seed, options.teachers)
        if not teachers:
            raise Invalid(
                "Không có thầy cô nào (lớp 1 đến 12) có sổ điểm đang mở trong học kì này.",
                hint="Tạo tỉnh giả lập bằng khuevan province, hoặc mở khoá học kì ở một trường.",
            )
        leaders = cast.leaders(connection, year, options.seed, teachers, options.first)
    game = Game(options.url, options.first.isoformat(), options.last.isoformat(), options.seed, options.teachers)
    state = postgres.data_dir() / STATE
    return Play(game, term, PASSWORD, state, options.log, teachers, leaders, options.speed, options.at_once)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; viết năm-tháng-ngày, như 2026-04-06") from None


def _speed(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"“{text}” không phải tốc độ; dùng một số từ 0 đến 1000")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 2000:
        raise argparse.ArgumentTypeError(f"“{text}” không dùng được; dùng một số từ 1 đến 2000")
    return int(text)


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise argparse.ArgumentTypeError(f"“{text}” không phải địa chỉ máy chủ; viết như http://127.0.0.1:8000")
    return text.rstrip("/")
