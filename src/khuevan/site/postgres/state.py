"""What the installation must remember about its database: the port and the generated passwords."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres.locks import exclusive
from khuevan.site.postgres.paths import make_data_dir


def _password() -> str:
    return secrets.token_urlsafe(24)


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_port_free(port: int) -> bool:
    """Whether a server could listen on ``port`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class State:
    """Port of the embedded server and one generated password per role."""

    port: int = field(default_factory=free_port)
    admin: str = field(default_factory=_password, repr=False)
    owner: str = field(default_factory=_password, repr=False)
    app: str = field(default_factory=_password, repr=False)


def load(data: Path) -> State:
    """The state kept in ``data``, made on first use. The file is readable by its owner alone."""
    path = data / "database.json"
    if not path.exists():
        make_data_dir(data)
        with exclusive(data / "database.json.lock"):
            if not path.exists():
                _write(path, State())
    try:
        return State(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise DomainError(
            f"Không đọc được tệp {path}: tệp bị hỏng.",
            hint="Hãy khôi phục tệp này từ bản sao lưu; nếu là dữ liệu dùng thử, chạy make demo-reset.",
            code="broken_state",
        ) from error


def move_port(data: Path) -> State:
    """Choose another free port and remember it."""
    state = replace(load(data), port=free_port())
    _write(data / "database.json", state)
    return state


def _write(path: Path, state: State) -> None:
    draft = path.with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(state), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
