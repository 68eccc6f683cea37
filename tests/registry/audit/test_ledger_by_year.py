"""The ledger lies in a partition for each school year; its books go on over years and hold."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.kernel.clock import today
from khuevan.kernel.dates import school_year_of
from khuevan.registry.audit.api import Change, Entry, record
from khuevan.registry.audit.queries.chain import broken_links
from khuevan.registry.audit.tasks import make_room_by_year
from khuevan.site.postgres import connection_url
from tests.personas import acting_as, actor
from tests.upgrades import connected, migrate, older

YEAR = school_year_of(today())
NUMBERS = 10**12
"""What the ledger has for a year."""
TURN = "SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), %s)"
BOOK = "marks:turn"
WHERE = "SELECT DISTINCT tableoid::regclass::text FROM audit_entry WHERE book = %s ORDER BY 1"
ENTRY = """
INSERT INTO audit_entry (school_id, book, position, at, by, role, verb, subject, reason, device, previous, hash)
VALUES (1, %s, %s, now(), 'Lan', '', 'mark', 'x', '', '', '', '') RETURNING id, tableoid::regclass::text"""


@pytest.fixture
def owner(committing):
    with psycopg.connect(connection_url("owner", committing), autocommit=True) as connection:
        yield connection


def written(subject):
    lan = actor("co-lan")
    with acting_as("co-lan"):
        record(lan, lan.unit_id, BOOK, "mark", [Change(subject, None, 85)])
        return Entry.objects.get(book=BOOK, subject=subject)


def test_an_entry_is_numbered_within_its_school_year(owner):
    assert written("one").pk // NUMBERS == YEAR
    assert owner.execute(WHERE, [BOOK]).fetchall() == [(f"audit_entry_{YEAR}",)]


def test_a_book_goes_on_over_years(owner):
    written("before the summer")
    owner.execute(TURN, [(YEAR + 1) * NUMBERS])
    after = written("after it")
    assert (after.pk // NUMBERS, after.position) == (YEAR + 1, 2)
    assert owner.execute(WHERE, [BOOK]).fetchall() == [(f"audit_entry_{YEAR}",), (f"audit_entry_{YEAR + 1}",)]
    with acting_as("co-lan"):
        assert list(broken_links(actor("co-lan").unit_id)) == []


def test_numbers_go_on_from_those_of_the_year_at_its_first_night(owner):
    owner.execute(TURN, [(YEAR - 1) * NUMBERS + 7])
    assert written("still of last year").pk == (YEAR - 1) * NUMBERS + 8
    make_room_by_year(0)
    first = written("of this year").pk
    assert first // NUMBERS == YEAR
    make_room_by_year(0)
    assert 0 < written("once more").pk - first < 9


def test_the_next_year_gets_room_by_night(owner):
    owner.execute(f"ALTER TABLE audit_entry DETACH PARTITION audit_entry_{YEAR + 1}")
    owner.execute(f"DROP TABLE audit_entry_{YEAR + 1}")
    make_room_by_year(0)
    owner.execute(TURN, [(YEAR + 1) * NUMBERS])
    assert owner.execute(ENTRY, [BOOK, 1]).fetchone() == ((YEAR + 1) * NUMBERS + 1, f"audit_entry_{YEAR + 1}")


def test_a_place_in_a_book_is_given_once(owner):
    owner.execute(ENTRY, [BOOK, 1])
    with pytest.raises(psycopg.errors.UniqueViolation):
        owner.execute(ENTRY, [BOOK, 1])


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["co-lan", "anh-binh"])
def test_nobody_reads_past_the_whole(username):
    with acting_as(username), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        for part in (YEAR, YEAR + 1, "other"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT FROM audit_entry_{part}")


@pytest.mark.parametrize("verb", ["UPDATE {} SET verb = ''", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("part", ["", f"_{YEAR}", f"_{YEAR + 1}", "_other"])
def test_neither_the_whole_nor_a_part_can_be_altered(owner, verb, part):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(verb.format(f"audit_entry{part}") + (" CASCADE" if verb.startswith("TRUNC") else ""))


def test_entries_of_an_older_version_stay_where_they_are(our_server, request):
    """With their numbers and with what points to them; and who may write still may, before any other step."""
    with (
        older(request.node.nodeid, "transparency", "0001") as name,
        connected("owner", name) as owner,
        connected("admin", name) as superuser,
    ):
        migrate(name, "audit", "0005_looks_by_year")
        for place in (1, 2):
            owner.execute(ENTRY, [BOOK, place])
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("INSERT INTO transparency_leaf (school_id, position, entry_id) VALUES (1, 0, 2)")
        migrate(name, "audit", "0008_leaves_checked")
        kept = owner.execute("SELECT id, tableoid::regclass::text FROM audit_entry ORDER BY id").fetchall()
        assert kept == [(1, "audit_entry_before"), (2, "audit_entry_before")]
        number, part = owner.execute(ENTRY, [BOOK, 3]).fetchone()
        assert (number // NUMBERS, part) == (YEAR, f"audit_entry_{YEAR}")
        checked = "SELECT convalidated FROM pg_constraint WHERE confrelid = 'audit_entry'::regclass AND contype = 'f'"
        assert owner.execute(checked).fetchall() == [(True,)]
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            owner.execute("INSERT INTO transparency_leaf (school_id, position, entry_id) VALUES (1, 1, 3)")
        allowed = owner.execute("SELECT has_table_privilege('khuevan_app', 'audit_entry', 'INSERT')").fetchone()
        scoped = owner.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'audit_entry'").fetchone()
        assert (allowed, scoped) == ((True,), (3,))
