"""Policies, grants and composite keys as PostgreSQL statements (CREATE POLICY, PostgreSQL 16 manual, 5.9)."""

from django.db import models

from ..models import Isolation, SchoolLink

STAFF, FAMILY, PROVINCE, PUBLIC, OWNER = (
    "khuevan_app",
    "khuevan_family",
    "khuevan_province",
    "khuevan_public",
    "khuevan_owner",
)
AUDIENCES = f"{STAFF}, {FAMILY}, {PROVINCE}, {PUBLIC}"


def ids(setting: str) -> str:
    """SQL for the bigint array in a setting, read once per statement."""
    return f"(select string_to_array(nullif(current_setting('khuevan.{setting}', true), ''), ',')::bigint[])"


def policy(table: str, name: str, role: str, using: str, command: str = "ALL", check: str = "") -> list[str]:
    """One policy; ``using`` also guards what is written, together with ``check``."""
    guard = f"({using}) and {check}" if check else using
    check = "" if command == "SELECT" else f" WITH CHECK ({guard})"
    where = "" if command == "INSERT" else f" USING ({using})"
    return [
        f'DROP POLICY IF EXISTS {name} ON "{table}"',
        f'CREATE POLICY {name} ON "{table}" FOR {command} TO {role}{where}{check}',
    ]


def isolation_sql(model: type[models.Model], rules: Isolation) -> list[str]:
    """Everything that makes one table safe, idempotent."""
    table = model._meta.db_table
    school = f"school_id = any({ids('schools')}::bigint[])"
    sql = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
    ]
    sql += [f'REVOKE ALL ON "{table}" FROM {AUDIENCES}']
    sql += policy(table, "owner", OWNER, "true")
    writes = "INSERT" if rules.append_only else "INSERT, UPDATE, DELETE"
    sql += [f'GRANT SELECT, {writes} ON "{table}" TO {STAFF}']
    sql += policy(table, "staff", STAFF, _filled(rules.through) or school, check=rules.check)
    sql += _family_sql(table, rules, school)
    if rules.province:
        allowed = f"SELECT, {writes}" if rules.province == "write" else "SELECT"
        sql += [f'GRANT {allowed} ON "{table}" TO {PROVINCE}']
        sql += policy(table, "province", PROVINCE, "true", "ALL" if rules.province == "write" else "SELECT")
    if rules.public:
        sql += [f'GRANT SELECT ON "{table}" TO {PUBLIC}']
        token = f"{rules.public} = nullif(current_setting('khuevan.token', true), '')"
        sql += policy(table, "public_link", PUBLIC, token, "SELECT")
    return sql


def _family_sql(table: str, rules: Isolation, school: str) -> list[str]:
    if not rules.family:
        return []
    student = f"student_id = any({ids('students')}::bigint[])"
    rows = _filled(rules.family_through) or (student if rules.family == "student" else school)
    sql = [f'GRANT SELECT ON "{table}" TO {FAMILY}', *policy(table, "family", FAMILY, rows, "SELECT")]
    if rules.family_writes:
        sql += [f'GRANT INSERT, UPDATE ON "{table}" TO {FAMILY}']
        sql += policy(table, "family_insert", FAMILY, rows, "INSERT")
        sql += policy(table, "family_update", FAMILY, rows, "UPDATE")
    return sql


def _filled(condition: str) -> str:
    return condition.format(schools=f"{ids('schools')}::bigint[]", students=f"{ids('students')}::bigint[]")


def links_sql(model: type[models.Model]) -> list[str]:
    """Composite foreign keys of the model's `SchoolLink` fields, with the unique keys they need."""
    table, sql = model._meta.db_table, []
    for field in model._meta.local_fields:
        if not isinstance(field, SchoolLink):
            continue
        target, column = field.related_model._meta.db_table, field.column
        key, name = f"{target}_school_key"[:63], f"{table}_{column}_school_fk"[:63]
        sql.append(_unless(key, f'ALTER TABLE "{target}" ADD CONSTRAINT "{key}" UNIQUE (school_id, id)'))
        reference = f'FOREIGN KEY (school_id, "{column}") REFERENCES "{target}" (school_id, id)'
        sql.append(_unless(name, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {reference} DEFERRABLE'))
    return sql


def _unless(constraint: str, statement: str) -> str:
    exists = f"SELECT FROM pg_constraint WHERE conname = '{constraint}'"
    return f"DO $$ BEGIN IF NOT EXISTS ({exists}) THEN {statement}; END IF; END $$"


def open_table_sql(table: str, catalogue: bool, kept_by_province: bool = False) -> list[str]:
    """A table without school. Catalogues are read by all, some are kept by the Sở; sessions and jobs are for all."""
    writes = "SELECT, INSERT, UPDATE, DELETE"
    sql = [f'REVOKE ALL ON "{table}" FROM {AUDIENCES}']
    sql += [f'GRANT {"SELECT" if catalogue else writes} ON "{table}" TO {AUDIENCES}']
    if kept_by_province:
        sql += [f'GRANT {writes} ON "{table}" TO {PROVINCE}']
    return sql
