"""``khuevan reset``: remove the demo's data."""

import argparse
import os
import shutil
import signal
import time
from pathlib import Path

from khuevan.kernel.errors import Conflict
from khuevan.site import postgres
from khuevan.site.cli.installation import DEMO_LOCK, contents
from khuevan.site.postgres.locks import is_deserted

HELP = "Dừng bản dùng thử và xóa dữ liệu của nó."
STOP_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: it says what it removes and removes it."""


def run(options: argparse.Namespace) -> int:
    """Stop a running demo and its database, say what goes, and remove it; foreign files stay."""
    if postgres.is_external():
        raise Conflict(
            "DATABASE_URL trỏ tới một máy chủ riêng; lệnh này không xóa dữ liệu ở đó.",
            hint="Bỏ DATABASE_URL, hoặc tự xóa cơ sở dữ liệu trên máy chủ đó.",
        )
    data = postgres.data_dir()
    _stop_demo(data / DEMO_LOCK)
    _require_unused(data)
    postgres.stop()
    found = contents(data)
    if not found.ours:
        print(f"Không có gì để xóa trong {data}.")
        return 0
    print(f"Xóa dữ liệu dùng thử trong {data}:")
    for path, size in found.ours.items():
        print(f"  {path.name:<28} {size / 1e6:>9.1f} MB", flush=True)
        _remove(path)
    for path in found.foreign:
        print(f"  {path.name:<28} giữ lại: không phải của Khuê Văn")
    print("Đã xóa. Chạy make demo để tạo lại.")
    return 0


def _require_unused(data: Path) -> None:
    if not is_deserted(data / "postgres.users"):
        raise Conflict(
            f"Một chương trình khác đang dùng cơ sở dữ liệu trong {data}.",
            hint="Hãy dừng chương trình đó (khuevan serve, worker, kiểm thử) rồi chạy lại.",
        )


def _stop_demo(lock: Path) -> None:
    """Ask a demo that runs on this data to end, and wait until it has."""
    if is_deserted(lock):
        return
    os.kill(int(lock.read_text().split()[0]), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while not is_deserted(lock):
        if time.monotonic() > deadline:
            raise Conflict("Bản dùng thử không chịu dừng.", hint="Dừng nó bằng Ctrl-C rồi chạy lại.")
        time.sleep(0.2)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
