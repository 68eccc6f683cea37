"""The doctor's examinations of what must happen again and again: jobs, publishing, backups, drills; and of the clock."""

from datetime import datetime, timedelta

import psycopg

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.site import postgres
from khuevan.site.cli.checks import Finding
from khuevan.site.postgres.archive import place_of

LATE_JOB = timedelta(hours=1)
LATE_PUBLISHING = timedelta(days=2)
LATE_BACKUP = timedelta(hours=26)
LATE_DRILL = timedelta(days=8)
WRONG_CLOCK = timedelta(minutes=2)
SOON_DAYS = 30
OLDEST_JOB = """SELECT min(e.at) FROM procrastinate_jobs j
    JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()"""
FAILED_JOBS = """SELECT count(DISTINCT job_id) FROM procrastinate_events
    WHERE type = 'failed' AND at > now() - interval '1 day'"""
HAS_ENTRIES = "SELECT EXISTS (SELECT FROM audit_entry WHERE at < now() - interval '2 days')"
PUBLISHED = "SELECT max(at) FROM transparency_checkpoint"
NEWEST_ENTRY = "SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1"
HAS_PEOPLE = "SELECT EXISTS (SELECT FROM people_person)"
BACKED_UP = "SELECT max(begun_at) FROM operations_backuprun WHERE problem = '' AND ended_at IS NOT NULL"
PROVEN = "SELECT max(at) FROM operations_restoredrill WHERE problem = ''"
NEWEST_DRILL = "SELECT problem FROM operations_restoredrill ORDER BY at DESC LIMIT 1"
ARCHIVER = "SELECT last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver"
EXPIRING = """SELECT u.name || ': ' || k.name || ', ' || to_char(k.not_after, 'DD/MM/YYYY') FROM signing_signingkey k
    JOIN units_unit u ON u.id = k.school_id
    WHERE k.revoked_at IS NULL AND k.not_after BETWEEN now() AND now() + make_interval(days => %s)
    ORDER BY k.not_after LIMIT 20"""


def clock() -> list[Finding]:
    """Whether this machine, the database and the ledger agree on the time; signatures and order depend on it."""
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        there = _moment(connection, "SELECT clock_timestamp()") or now()
        last = _moment(connection, NEWEST_ENTRY)
    advice = "Bật đồng bộ giờ (chrony hoặc systemd-timesyncd) trên mọi máy chủ."
    if abs(there - now()) > WRONG_CLOCK:
        return [Finding("Đồng hồ", f"lệch {abs(there - now())} so với máy chủ cơ sở dữ liệu", advice)]
    if last and last > now() + WRONG_CLOCK:
        return [Finding("Đồng hồ", f"sổ cái đã có dòng lúc {_said(last)}, muộn hơn bây giờ", advice)]
    return [Finding("Đồng hồ", _said(now()))]


def queue() -> list[Finding]:
    """How long jobs wait, and which failed."""
    oldest = _asked(OLDEST_JOB)
    findings = []
    if oldest and now() - oldest > LATE_JOB:
        found = f"việc lâu nhất chờ từ {_said(oldest)}"
        findings.append(Finding("Hàng đợi", found, "Chạy khuevan worker, hoặc thêm --concurrency; xem nhật ký của nó."))
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        (failed,) = connection.execute(FAILED_JOBS).fetchone() or (0,)
    if failed:
        findings.append(Finding("Hàng đợi", f"{failed} việc hỏng trong một ngày", "Xem nhật ký của khuevan worker."))
    return findings or [Finding("Hàng đợi", "không có việc chờ lâu")]


def publishing() -> list[Finding]:
    """Whether the ledger is published every day."""
    last = _asked(PUBLISHED)
    if (last is None or now() - last > LATE_PUBLISHING) and _is(HAS_ENTRIES):
        found = f"lần cuối {_said(last)}" if last else "chưa lần nào"
        return [Finding("Công bố sổ cái", found, "Kiểm tra khuevan worker; công bố bù: khuevan ledger publish.")]
    return [Finding("Công bố sổ cái", f"lần cuối {_said(last)}" if last else "chưa có gì để công bố")]


def backups() -> list[Finding]:
    """When the installation was last backed up, and whether the journal arrives."""
    if postgres.is_external():
        return [Finding("Sao lưu", "do máy chủ PostgreSQL riêng giữ (docs/operations/backup.md)")]
    last = _asked(BACKED_UP)
    if last is None and not _is(HAS_PEOPLE):
        return [Finding("Sao lưu", "chưa có gì để sao lưu")]
    findings = []
    if last is None or now() - last > LATE_BACKUP:
        found = f"lần cuối {_said(last)}" if last else "chưa có bản nào"
        place = place_of(postgres.data_dir()) or "/đường/dẫn/ổ-đĩa-khác"
        findings.append(Finding("Sao lưu", found, f"Chạy: khuevan backup {place}"))
    if place_of(postgres.data_dir()) and _is(ARCHIVER):
        advice = "Kiểm tra dung lượng và quyền ghi của thư mục wal nơi sao lưu; nhật ký đang dồn lại trên máy chủ."
        findings.append(Finding("Sao lưu", "không ghi được nhật ký giao dịch", advice))
    return findings or [Finding("Sao lưu", f"lần cuối {_said(last)}")]


def proof() -> list[Finding]:
    """When a backup was last proven to restore."""
    if postgres.is_external() or _asked(BACKED_UP) is None:
        return []
    last = _asked(PROVEN)
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        newest = connection.execute(NEWEST_DRILL).fetchone()
    if newest and newest[0]:
        problem = str(newest[0]).partition("\n")[0]
        return [Finding("Diễn tập khôi phục", f"lần cuối hỏng: {problem}", "Sao lưu lại rồi chạy: khuevan drill")]
    if last is None or now() - last > LATE_DRILL:
        found = f"lần cuối {_said(last)}" if last else "chưa lần nào"
        return [Finding("Diễn tập khôi phục", found, "Chạy: khuevan drill")]
    return [Finding("Diễn tập khôi phục", f"đã chứng minh khôi phục được lúc {_said(last)}")]


def keys() -> list[Finding]:
    """Keys in use that expire within a month."""
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        expiring = [str(row[0]) for row in connection.execute(EXPIRING, [SOON_DAYS])]
    advice = "Lãnh đạo trường cấp khoá mới, hoặc đăng ký chứng thư mới, trước ngày đó."
    return [Finding("Khoá sắp hết hạn", one, advice) for one in expiring] or [
        Finding("Khoá sắp hết hạn", f"không có khoá nào trong {SOON_DAYS} ngày tới")
    ]


def _asked(statement: str) -> datetime | None:
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        return _moment(connection, statement)


def _moment(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> datetime | None:
    row = connection.execute(statement).fetchone()
    return row[0] if row and isinstance(row[0], datetime) else None


def _is(statement: str) -> bool:
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        row = connection.execute(statement).fetchone()
    return bool(row and row[0])


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(TIME_ZONE):%d/%m/%Y %H:%M}"
