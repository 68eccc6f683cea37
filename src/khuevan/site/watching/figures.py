"""Figures of the installation in Prometheus' text format (version 0.0.4). Counts and times, nothing about anybody."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from django.db import connection

from khuevan.kernel.clock import now
from khuevan.platform.operations.api import last_backup, last_proven
from khuevan.platform.signing.api import SigningKey
from khuevan.platform.transparency.api import published_at
from khuevan.site.watching.tally import BOUNDS, total

SOON = timedelta(days=30)
JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
LATE = """SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM procrastinate_jobs j
 JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
 WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()"""
UNHEARD = "SELECT count(*), coalesce(extract(epoch FROM now() - min(at)), 0) FROM audit_announcement WHERE handled_at IS NULL"
SERVER = """SELECT pg_database_size(current_database()),
 (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
 (SELECT failed_count FROM pg_stat_archiver)"""
Row = tuple[str, str, str, list[tuple[str, float]]]


def text(data: Path) -> str:
    """All figures. Acts for the province; eight statements."""
    lines = []
    for name, kind, said, values in [*_figures(data), *_requests(data / "tally")]:
        lines += [f"# HELP {name} {said}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{labels} {value:.15g}" for labels, value in values]
    return "\n".join([*lines, ""])


def _figures(data: Path) -> Iterator[Row]:
    size, sessions, failed = _row(SERVER)
    waiting, oldest = _row(UNHEARD)
    yield _gauge("up", "1 where the database answers.", 1)
    yield _gauge("disk_free_bytes", "Room on the disk of the data directory.", shutil.disk_usage(data).free)
    yield _gauge("database_bytes", "Size of the database.", size)
    yield _gauge("database_sessions", "Connections to the database.", sessions)
    yield _gauge("wal_archive_failures", "Failed tries to archive the journal since the server's statistics began.", failed)
    yield "khuevan_jobs", "gauge", "Jobs by status.", _jobs()
    yield _gauge("job_oldest_seconds", "Age of the oldest job that could run.", _row(LATE)[0])
    yield _gauge("announcements_waiting", "Events that nobody has handled yet.", waiting)
    yield _gauge("announcement_oldest_seconds", "Age of the oldest of them.", oldest)
    yield _gauge("keys_expiring", "Signing keys in use that expire within 30 days.", expiring())
    yield _gauge("backup_timestamp_seconds", "When the last backup succeeded, 0 for never.", _backup())
    yield _gauge("restore_proven_timestamp_seconds", "When a backup was last proven to restore, 0 for never.", _proven())
    yield _gauge("ledger_published_timestamp_seconds", "When the ledger was last published, 0 for never.", _published())


def expiring() -> int:
    """Keys in use that expire within 30 days."""
    return SigningKey.objects.filter(revoked_at=None, not_after__range=(now(), now() + SOON)).count()


def _jobs() -> list[tuple[str, float]]:
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        found = dict(cursor.fetchall())
    return [(f'{{status="{status}"}}', found.get(status, 0)) for status in ("todo", "doing", "failed")]


def _requests(directory: Path) -> Iterator[Row]:
    counts = total(directory)
    name = "khuevan_request_seconds"
    values = []
    for status, row in counts.items():
        bounds = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
        label = f'status="{status}"'
        for bound, count in zip(bounds, accumulate(row[:-1]), strict=True):
            values.append((f'_bucket{{{label},le="{bound}"}}', float(count)))
        values += [(f"_sum{{{label}}}", row[-1] / 1e6), (f"_count{{{label}}}", float(sum(row[:-1])))]
    yield name, "histogram", "Time to answer, by class of status.", values


def _gauge(name: str, said: str, value: float) -> Row:
    return f"khuevan_{name}", "gauge", said, [("", float(value))]


def _backup() -> float:
    found = last_backup()
    return found.begun_at.timestamp() if found else 0


def _proven() -> float:
    found = last_proven()
    return found.at.timestamp() if found else 0


def _published() -> float:
    found = published_at()
    return found.timestamp() if found else 0


def _row(statement: str) -> tuple[float, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(float(value or 0) for value in cursor.fetchone())
