"""Every table of a school is guarded, whoever added it."""

import pytest
from django.apps import apps
from django.db import connection

from khuevan.registry.isolation.api import SchoolLink, SchoolModel

TABLES = [m for m in apps.get_models() if issubclass(m, SchoolModel) or hasattr(m, "isolation")]
LINKS = [f for m in TABLES for f in m._meta.local_fields if isinstance(f, SchoolLink)]
pytestmark = pytest.mark.django_db


def rows(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return cursor.fetchall()


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m._meta.label)
def test_row_security_is_on_and_forced(model):
    found = rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", model._meta.db_table)
    assert found == [(True, True)]


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m._meta.label)
def test_staff_and_owner_have_a_policy(model):
    found = rows("SELECT policyname FROM pg_policies WHERE tablename = %s", model._meta.db_table)
    assert {"owner", "staff"} <= {name for (name,) in found}


@pytest.mark.parametrize("field", LINKS, ids=str)
def test_a_link_within_a_school_is_a_composite_key(field):
    found = rows(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
        field.model._meta.db_table,
    )
    wanted = f"FOREIGN KEY (school_id, {field.column}) REFERENCES {field.related_model._meta.db_table}(school_id, id)"
    assert any(definition.startswith(wanted) for (definition,) in found)


def test_no_table_with_a_school_escapes():
    """Also tables that no model stands for."""
    sql = """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
               AND a.attname IN ('school_id', 'student_id') AND NOT a.attisdropped AND NOT c.relforcerowsecurity"""
    assert rows(sql) == []


def test_the_application_is_neither_owner_nor_above_the_policies():
    assert rows("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        ("khuevan_app", False, False)
    ]
    assert rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == [(0,)]


def test_audience_roles_are_not_inherited():
    sql = """SELECT r.rolname, m.inherit_option, m.set_option FROM pg_auth_members m
             JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles w ON w.oid = m.member
             WHERE w.rolname = 'khuevan_app' ORDER BY 1"""
    expected = [(f"khuevan_{name}", False, True) for name in ("family", "province", "public")]
    assert rows(sql) == expected


@pytest.mark.parametrize("table", ["units_unit", "units_edge", "units_province", "units_commune", "enrolment_subject"])
def test_catalogues_cannot_be_written(table):
    privileges = rows("SELECT has_table_privilege(%s, 'INSERT, UPDATE, DELETE, TRUNCATE')", table)
    assert privileges == [(False,)]
