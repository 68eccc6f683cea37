"""The whole product for the browser: web server, background worker, data directory, all real and all its own."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from khuevan.site.cli.programs import wait_for_answer
from khuevan.site.postgres.state import free_port

ROOT = Path(__file__).parents[2]
GRACE_SECONDS = 40
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel to stop the program when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Stack:
    """Programs of one installation in ``data``; ``environment`` says which database they use."""

    data: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    programs: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Web server and worker as ``make demo`` runs them; returns once the first page answers."""
        self.launch("web", "serve", "--port", str(self.port), "--workers", "2")
        self.launch("worker", "worker")
        wait_for_answer(self.port)

    def launch(self, name: str, *arguments: str) -> None:
        """Start a ``khuevan`` command whose words go to ``<name>.log``."""
        command = [sys.executable, "-m", "khuevan.site.cli", *arguments]
        with self.log(name).open("ab") as log:
            self.programs[name] = subprocess.Popen(
                command, env=self.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=end_with_parent,
            )  # fmt: skip

    def run(self, *arguments: str, role: str = "app") -> str:
        """Run Python with the installation's settings to its end; what it printed."""
        environment = self.env() | {"KHUEVAN_DB_ROLE": role}
        done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def env(self) -> dict[str, str]:
        """The environment of its programs."""
        own = {"KHUEVAN_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "khuevan.site.settings"}
        return os.environ | own | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | self.environment

    def log(self, name: str) -> Path:
        return self.data / f"{name}.log"

    def said(self) -> str:
        """What the programs have written so far."""
        return "".join(self.log(name).read_text(errors="replace") for name in self.programs)

    def end(self, name: str) -> None:
        """Ask a program to stop, and kill it with its children when it does not."""
        program = self.programs[name]
        program.terminate()
        try:
            program.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()

    def stop(self) -> None:
        """Stop everything that was started."""
        for name in self.programs:
            self.end(name)


@contextmanager
def installation(home: Path | None = None, **environment: str) -> Iterator[Stack]:
    """A data directory that the database's account may pass through, empty or like ``home``; at the end all programs
    are stopped."""
    data = Path(tempfile.mkdtemp(prefix="khuevan-journey-"))
    data.chmod(0o711)
    if home:
        shutil.copytree(home, data, dirs_exist_ok=True)
    stack = Stack(data, environment)
    try:
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(data)
