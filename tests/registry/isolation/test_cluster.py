"""`khuevan citus` gives the tables a form that Citus takes, in which everybody sees the same rows as before."""

import subprocess
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from khuevan.registry.isolation.api import NOBODY, SchoolModel, acting, spread_and_whole
from khuevan.site.postgres import connection_url
from khuevan.site.postgres.binaries import client_program
from tests.databases import admin, cloned, django_on, run
from tests.personas import acting_as
from tests.registry.isolation.citus import RULES, refused

STAND_INS = """
CREATE TABLE asked (place text, tab regclass, by text);
CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE sql
  AS 'INSERT INTO asked VALUES (''whole'', t)';
CREATE FUNCTION create_distributed_table(t regclass, by text) RETURNS void LANGUAGE sql
  AS 'INSERT INTO asked VALUES (''spread'', t, by)'"""
"""Citus' calls where there is no Citus: they note what was asked of them."""


@pytest.fixture(scope="module")
def spread_database(database_of_module):
    """A database that has been through what `khuevan citus` prints; its name."""
    with psycopg.connect(connection_url("owner", database_of_module)) as connection:
        connection.execute(STAND_INS)
    spread(database_of_module)
    return database_of_module


def spread(database: str) -> None:
    """Print the script and give it to psql, as an operator would."""
    script = run(database, "-m", "khuevan.site.cli", "citus")
    psql = [client_program("psql"), "-qv", "ON_ERROR_STOP=1", connection_url("owner", database)]
    subprocess.run(psql, input=script, text=True, check=True, stdout=subprocess.DEVNULL)


def test_citus_itself_takes_every_table(committed_database):
    """Where there is one; the other tests hold the tables to its rules everywhere."""
    if not admin("SELECT FROM pg_available_extensions WHERE name = 'citus'"):
        pytest.skip("no Citus on this server")
    with psycopg.connect(connection_url("admin", committed_database), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION citus")
        connection.execute("SELECT citus_set_coordinator_host('localhost', current_setting('port')::int)")
        spread(committed_database)
        held = connection.execute("SELECT count(*) FROM pg_dist_partition").fetchone()
    schools, whole = spread_and_whole()
    assert held[0] >= len(schools) + len(whole)


def test_citus_takes_every_table_in_that_form(spread_database):
    with psycopg.connect(connection_url("owner", spread_database)) as connection:
        assert refused(connection, *spread_and_whole()) == {}


def test_as_they_are_it_would_refuse_them(template_database):
    """So the rules see what they look for."""
    with psycopg.connect(connection_url("owner", template_database)) as connection:
        found = refused(connection, *spread_and_whole())
    assert "enrolment_schoolclass_uid_key" in found["a unique key without the distribution column"]
    assert "gradebook_markrow staff" in found["a policy with a subquery"]
    assert "audit_entry_guard" in found["a trigger on TRUNCATE"]


FAULTS = (
    "CREATE UNIQUE INDEX ON gradebook_result (id)",
    "ALTER TABLE gradebook_result DROP CONSTRAINT gradebook_result_school_key, ALTER school_id DROP NOT NULL",
    "CREATE UNIQUE INDEX ON enrolment_term (id);"
    "ALTER TABLE gradebook_result ADD FOREIGN KEY (id) REFERENCES enrolment_term (id) NOT VALID",
    "ALTER TABLE gradebook_result ADD FOREIGN KEY (id) REFERENCES procrastinate_jobs (id) NOT VALID",
    "CREATE UNIQUE INDEX ON enrolment_term (id);"
    "ALTER TABLE people_person ADD FOREIGN KEY (id) REFERENCES enrolment_term (id) NOT VALID",
    "ALTER TABLE gradebook_result ADD FOREIGN KEY (school_id) REFERENCES units_unit (id) ON DELETE SET NULL",
    "CREATE POLICY x ON gradebook_result USING ((SELECT true))",
    "CREATE TRIGGER x BEFORE TRUNCATE ON gradebook_result EXECUTE FUNCTION audit_refuse()",
    "ALTER TABLE gradebook_result ADD x int GENERATED ALWAYS AS IDENTITY",
    "CREATE TABLE x () INHERITS (gradebook_result)",
)


@pytest.mark.parametrize(("rule", "fault"), list(zip(RULES, FAULTS, strict=True)), ids=list(RULES))
def test_no_rule_is_blind(spread_database, rule, fault):
    with psycopg.connect(connection_url("owner", spread_database)) as connection:
        connection.execute(fault)
        assert rule in refused(connection, *spread_and_whole())
        connection.rollback()


def test_every_table_of_a_school_is_spread_but_those_that_say_why_not():
    spread, whole = map(set, spread_and_whole())
    schools = {m._meta.db_table for m in apps.get_models() if issubclass(m, SchoolModel)}
    assert spread <= schools
    assert schools & whole == {
        "ioc_rule",  # alarms of all schools lead to it
        "people_affiliation",  # people are at many schools
        "signing_schooltoken",
        "signing_signingkey",  # one key belongs to one school
        "transparency_schoolroot",  # its place in the province's log
    }


def test_citus_is_asked_for_each_table_once(spread_database):
    spread, whole = spread_and_whole()
    with psycopg.connect(connection_url("owner", spread_database)) as connection:
        asked = connection.execute("SELECT place, tab::text, by FROM asked").fetchall()
    assert sorted(asked) == sorted([("spread", t, "school_id") for t in spread] + [("whole", t, None) for t in whole])


def test_no_link_is_lost(template_database, spread_database):
    assert _links(spread_database) == _links(template_database) != set()


def test_the_next_migration_keeps_the_form(spread_database):
    run(spread_database, "-m", "django", "migrate", "-v0")
    with psycopg.connect(connection_url("owner", spread_database)) as connection:
        assert refused(connection, *spread_and_whole()) == {}


@pytest.mark.parametrize("username", ["", "co-lan", "thay-phuc", "anh-binh", "chi-hoa"])
def test_everybody_sees_the_same_rows(
    template_database, spread_database, django_db_setup, django_db_blocker, request, username
):
    with cloned(template_database, request.node.nodeid) as usual:
        seen = []
        for name in (usual, spread_database):
            with django_on(name, django_db_blocker), acting_as(username) if username else acting(NOBODY):
                seen.append(_rows_seen())
    assert seen[0] == seen[1]
    assert any(seen[0].values()) == bool(username)


def _links(database: str) -> set[tuple[str, str]]:
    sql = (
        "SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    )
    with psycopg.connect(connection_url("owner", database)) as connection:
        return set(connection.execute(sql))


def _rows_seen() -> dict[str, int]:
    """How many rows of each table whoever acts may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT polrelid::regclass FROM pg_policy WHERE has_table_privilege(polrelid, 'SELECT')"
        )
        return {table: _count(cursor, table) for (table,) in cursor.fetchall()}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return cursor.fetchone()[0]
