"""Who looked lies in a partition for each school year, which nobody opens but through the whole."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.kernel.clock import today
from khuevan.kernel.dates import school_year_of
from khuevan.registry.audit.api import Access, log_access
from khuevan.registry.audit.tasks import make_room_by_year
from khuevan.site.postgres import connection_url
from tests.personas import acting_as, actor
from tests.upgrades import connected, migrate, older

YEAR = school_year_of(today())
NEXT = f"audit_access_{YEAR + 1}"
LOOK = """INSERT INTO audit_access (school_id, student_id, at, by, role, page) VALUES (1, 1, %s, 'Lan', '', 'Sổ điểm')
RETURNING tableoid::regclass::text"""
PARTS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_access'::regclass"


@pytest.fixture
def owner(committed_database):
    with psycopg.connect(connection_url("owner", committed_database), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("at", "part"),
    [
        ("2010-01-01 00:00+07", "before"),
        (f"{YEAR}-08-01 00:00+07", YEAR),
        (f"{YEAR + 1}-07-31 23:59+07", YEAR),
        (f"{YEAR + 1}-08-01 00:00+07", YEAR + 1),
        ("2090-01-01 00:00+07", "other"),
    ],
)
def test_a_look_lies_with_its_school_year(owner, at, part):
    assert owner.execute(LOOK, [at]).fetchone() == (f"audit_access_{part}",)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["co-lan", "anh-binh", "chi-hoa"])
def test_nobody_reads_past_the_whole(username):
    with acting_as(username), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_access")
        for part in ("before", YEAR, YEAR + 1, "other"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT FROM audit_access_{part}")


@pytest.mark.parametrize("verb", ["UPDATE {} SET page = ''", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("part", ["", "_before", f"_{YEAR}", "_other"])
def test_neither_the_whole_nor_a_part_can_be_altered(owner, verb, part):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(verb.format(f"audit_access{part}"))


def test_the_next_year_gets_room_by_night(committing):
    with psycopg.connect(connection_url("owner", committing), autocommit=True) as owner:
        owner.execute(f"ALTER TABLE audit_access DETACH PARTITION {NEXT}")
        owner.execute(f"DROP TABLE {NEXT}")
        make_room_by_year(0)
        made = set(owner.execute(PARTS))
        make_room_by_year(0)
        assert made == set(owner.execute(PARTS)) >= {(NEXT,)}


def test_what_came_too_early_for_its_year_is_not_lost(committing):
    with psycopg.connect(connection_url("owner", committing), autocommit=True) as owner:
        owner.execute(f"ALTER TABLE audit_access DETACH PARTITION {NEXT}")
        owner.execute(f"DROP TABLE {NEXT}")
        assert owner.execute(LOOK, [f"{YEAR + 1}-09-05 08:00+07"]).fetchone() == ("audit_access_other",)
        make_room_by_year(0)
        assert (NEXT,) not in set(owner.execute(PARTS))
        assert owner.execute("SELECT count(*) FROM audit_access WHERE page = 'Sổ điểm'").fetchone() == (1,)


def test_a_year_is_taken_away_and_the_others_stay(committing):
    lan, child = actor("co-lan"), min(actor("chi-hoa").student_ids)
    with psycopg.connect(connection_url("owner", committing), autocommit=True) as owner:
        owner.execute(LOOK, ["2010-01-01 00:00+07"])
        owner.execute("ALTER TABLE audit_access DETACH PARTITION audit_access_before")
        owner.execute("DROP TABLE audit_access_before")
    with acting_as("co-lan"):
        log_access(lan, lan.unit_id, [child], "Sổ điểm 7A")
    with acting_as("chi-hoa"):
        assert Access.objects.filter(student_id=child, page="Sổ điểm 7A").exists()


def test_looks_of_an_older_version_stay_where_they_are(our_server, request):
    """With their numbers; and who may write still may, before any other step of the upgrade."""
    with older(request.node.nodeid, "audit", "0003") as name, connected("owner", name) as owner:
        owner.execute(LOOK, ["2010-01-01 00:00+07"])
        owner.execute(LOOK, [f"{YEAR}-09-05 08:00+07"])
        migrate(name, "audit", "0005_looks_by_year")
        kept = owner.execute("SELECT id, tableoid::regclass::text FROM audit_access ORDER BY id").fetchall()
        assert kept == [(1, "audit_access_before"), (2, "audit_access_before")]
        assert owner.execute(f"{LOOK}, id", [f"{YEAR}-10-05 08:00+07"]).fetchone() == ("audit_access_before", 3)
        assert owner.execute(LOOK, [f"{YEAR + 1}-10-05 08:00+07"]).fetchone() == (NEXT,)
        allowed = owner.execute("SELECT has_table_privilege('khuevan_app', 'audit_access', 'INSERT')").fetchone()
        scoped = owner.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'audit_access'").fetchone()
        assert (allowed, scoped[0] >= 5) == ((True,), True)
