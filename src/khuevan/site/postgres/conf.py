"""The embedded server's configuration, written anew at every start.

``local.conf`` in the cluster directory is read last and is left alone: put own settings there.
"""

import os
from pathlib import Path

from khuevan.site.postgres.archive import archive_settings
from khuevan.site.postgres.connections import SOCKETS

SETTINGS: dict[str, str | int] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": f"../{SOCKETS}",
    "max_connections": 60,
    "password_encryption": "scram-sha-256",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    # The first change of a page after a checkpoint writes it whole. To compress thirty of them (pglz) was a third of a
    # save's time here; pieces of the journal are compressed when they go to the backups.
    "wal_compression": "off",
    "checkpoint_timeout": "15min",
    # A mark that the screen called saved must survive a power cut.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "compute_query_id": "on",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "10MB",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_lock_waits": "on",
    "log_min_duration_statement": "2s",
    # Values are personal data; statements are not.
    "log_parameter_max_length": 0,
    "log_parameter_max_length_on_error": 0,
}

SMALL, LARGE = 128, 2048
"""MB of shared buffers: what any machine can spare, and what is enough for a province."""
LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says how much of the machine this program may have: bytes, or "max"."""


def for_memory(machine: int) -> dict[str, str]:
    """Settings for so many MB: a sixteenth as shared buffers, half of it expected to hold the system's copies of files.

    PostgreSQL advises a quarter where the machine is its own (§19.4.1); here web servers and workers live beside it.
    """
    buffers = min(max(machine // 16, SMALL), LARGE)
    return {"shared_buffers": f"{buffers}MB", "effective_cache_size": f"{max(machine // 2, 8 * SMALL)}MB"}


def _machine() -> int:
    """MB that there are, or that we may have of them."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = LIMIT.read_text().strip() if LIMIT.exists() else ""
    return (min(there, int(limit)) if limit.isdigit() else there) // 2**20


def configuration(port: int, backups: Path | None = None) -> str:
    """The text of ``postgresql.conf`` for a server on ``port`` whose journal goes to the directory of backups."""
    settings = {"port": port, **SETTINGS, **for_memory(_machine()), **archive_settings(backups)}
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    return "\n".join([*lines, "include_if_exists 'local.conf'", ""])
