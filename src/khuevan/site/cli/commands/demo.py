"""``khuevan demo``: a small province on this machine, from nothing to a page in the browser."""

import argparse
import os
import subprocess
import sys

from khuevan.kernel.errors import Conflict, DomainError
from khuevan.site import postgres
from khuevan.site.cli.children import interrupt_on_signals
from khuevan.site.cli.commands.province import add_size
from khuevan.site.cli.installation import DEMO_LOCK
from khuevan.site.cli.programs import add_port, jobs, keep_running, wait_for_answer, web
from khuevan.site.cli.table import table
from khuevan.site.personas import PASSWORD, PERSONAS, PIN
from khuevan.site.postgres.locks import claim
from khuevan.site.postgres.paths import make_data_dir

HELP = "Chạy bản dùng thử: cơ sở dữ liệu, tỉnh giả lập, máy chủ web và tiến trình nền."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--schools, --seed, --port"""
    add_size(parser)
    add_port(parser)


def run(options: argparse.Namespace) -> int:
    """Prepare what is missing, then serve until a signal; one demo at a time on one data directory."""
    interrupt_on_signals()
    os.environ.setdefault("KHUEVAN_TSA", "demo")
    lock = make_data_dir(postgres.data_dir()) / DEMO_LOCK
    with claim(lock, f"{os.getpid()} {options.port}") as free:
        if not free:
            pid, port = lock.read_text().split()
            raise Conflict(
                f"Bản dùng thử đang chạy tại http://127.0.0.1:{port} (tiến trình {pid}).",
                hint="Dùng địa chỉ đó, hoặc dừng nó bằng Ctrl-C trước khi chạy lại.",
                code="demo_running",
            )
        program = web(options.port)
        with postgres.running():
            _prepare(f"--schools={options.schools}", f"--seed={options.seed}")
            return keep_running([program, *jobs()], when_started=lambda: _welcome(options.port))


def _prepare(*options: str) -> None:
    """In a process of its own: it connects as the owner, this one never does."""
    command = [sys.executable, "-m", "khuevan.site.cli.prepare", *options]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own program, no shell
        hint = "Xem thông báo ở trên, rồi chạy khuevan doctor."
        raise DomainError("Chưa chuẩn bị xong dữ liệu.", hint=hint, code="prepare")


def _welcome(port: int) -> None:
    wait_for_answer(port)
    rows = [(one.username, one.role, f"{one.name}: {one.story}") for one in PERSONAS]
    print(f"\n{table(('Tên đăng nhập', 'Vai trò', 'Thử ngay'), rows)}\n")
    print(f"Mật khẩu của mọi tài khoản: {PASSWORD}; mã PIN của mọi khoá ký và con dấu: {PIN}")
    print(f"Ai cũng xem được: http://127.0.0.1:{port}/verify/ (kiểm tra học bạ).")
    print(f"Khoá truy cập (vân tay, khuôn mặt) chỉ dùng được ở http://localhost:{port}, không dùng được ở địa chỉ số.")
    print(f"\nMở http://127.0.0.1:{port}   (Ctrl-C để dừng; dữ liệu được giữ lại)", flush=True)
