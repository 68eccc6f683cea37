"""The doctor's examinations inside the database."""

from typing import Any

import psycopg

from khuevan.site import postgres
from khuevan.site.cli.checks import Finding
from khuevan.site.postgres.roles import AUDIENCES, OLDEST

BYPASSING = """
    SELECT rolname FROM pg_roles
    WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcanlogin AND rolname <> 'khuevan_app')
"""
INHERITED = """
    SELECT roleid::regrole::text FROM pg_auth_members
    WHERE member = 'khuevan_app'::regrole AND (inherit_option OR NOT set_option)
"""
OWNED = "SELECT tablename FROM pg_tables WHERE tableowner = 'khuevan_app'"
UNGUARDED = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND a.attname IN ('school_id', 'student_id') AND NOT a.attisdropped
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
    GROUP BY c.relname ORDER BY c.relname
"""
UNHEARD = "SELECT count(*) FROM audit_announcement WHERE handled_at IS NULL AND at < now() - interval '1 hour'"
REPAIR = "Chạy khuevan migrate."


def server() -> list[Finding]:
    """Whether the application can log in, and how old the server is."""
    with psycopg.connect(postgres.connection_url("app"), connect_timeout=5) as connection:
        version = connection.info.server_version
        (vietnamese,) = connection.execute("SELECT lower('Đ') = 'đ'").fetchone() or (False,)
    kind = "máy chủ ngoài" if postgres.is_external() else "đi kèm"
    found = f"PostgreSQL {version // 10000}.{version % 10000} ({kind})"
    findings = [Finding("Cơ sở dữ liệu", found, "" if version >= OLDEST else "Nâng lên PostgreSQL 16 trở lên.")]
    if not vietnamese:
        found = "không đổi được chữ hoa, chữ thường tiếng Việt: tìm kiếm sẽ sót"
        findings.append(Finding("Ngôn ngữ của cơ sở dữ liệu", found, "Tạo lại cơ sở dữ liệu với LOCALE 'C.UTF-8'."))
    return findings


def roles() -> list[Finding]:
    """Nobody who serves requests may look past row-level security."""
    findings = [
        *(
            _role(f"{name} vượt được bảo mật theo dòng", f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS;")
            for name in _column(BYPASSING, [["khuevan_app", *AUDIENCES]])
        ),
        *(_role(f"{name} bị khuevan_app kế thừa", REPAIR) for name in _column(INHERITED)),
        *(
            _role(f"bảng {name} thuộc khuevan_app", f'ALTER TABLE "{name}" OWNER TO khuevan_owner;')
            for name in _column(OWNED)
        ),
    ]
    return findings or [_role("ứng dụng không vượt được bảo mật theo dòng")]


def row_security() -> list[Finding]:
    """Every table with a school or a pupil has forced policies."""
    unguarded = _column(UNGUARDED)
    findings = [Finding("Bảo mật theo dòng", f"bảng {name} chưa được bảo vệ", REPAIR) for name in unguarded]
    return findings or [Finding("Bảo mật theo dòng", "mọi bảng của trường đều được bảo vệ")]


def migrations() -> list[Finding]:
    """Whether the tables are those of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    found = f"{waiting} bước chưa áp dụng" if waiting else "mới nhất"
    return [Finding("Lược đồ", found, REPAIR if waiting else "")]


def jobs() -> list[Finding]:
    """Whether the background worker keeps up with what has been announced."""
    with psycopg.connect(postgres.connection_url("app")) as connection:
        connection.execute("SET ROLE khuevan_province")
        (waiting,) = connection.execute(UNHEARD).fetchone() or (0,)
    if not waiting:
        return [Finding("Việc nền", "không có việc tồn đọng")]
    advice = "Kiểm tra tiến trình nền (khuevan worker) có đang chạy và nhật ký của nó."
    return [Finding("Việc nền", f"{waiting} thông báo chờ quá một giờ", advice)]


def _role(found: str, advice: str = "") -> Finding:
    return Finding("Vai trò", found, advice)


def _column(statement: str, parameters: list[Any] | None = None) -> list[str]:
    with psycopg.connect(postgres.connection_url("app")) as connection:
        return [str(row[0]) for row in connection.execute(statement, parameters)]
