"""The ledger keeps, chains and refuses."""

import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.registry.audit.api import Access, Change, Entry, broken_links, log_access, record
from tests.personas import acting_as, actor

BOOK = "marks:test:2"
rolled_back = pytest.mark.django_db


def write(count=3):
    lan = actor("co-lan")
    changes = [Change(f"TOAN · tx{n}", None, 80 + n) for n in range(count)]
    record(lan, lan.unit_id, BOOK, "mark", changes, reason="nhập điểm")


@rolled_back
def test_entries_follow_each_other():
    with acting_as("co-lan"):
        write()
        first, second, third = Entry.objects.filter(book=BOOK).order_by("id")
    assert [first.position, second.position, third.position] == [1, 2, 3]
    assert second.previous == first.hash
    assert third.previous == second.hash


@rolled_back
def test_an_untouched_chain_holds():
    with acting_as("co-lan"):
        write(), write()
        assert list(broken_links(actor("co-lan").unit_id)) == []


@rolled_back
def test_what_is_stored_hashes_to_what_was_written():
    with acting_as("co-lan"):
        write()
        assert all(entry.hash == entry.digest() for entry in Entry.objects.filter(book=BOOK))


@rolled_back
@pytest.mark.parametrize(
    "verb", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_nobody_changes_an_entry(verb):
    with acting_as("co-lan"):
        write()
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


@rolled_back
def test_recording_costs_a_fixed_number_of_queries(django_assert_num_queries):
    with acting_as("co-lan"):
        with django_assert_num_queries(4):
            write(1)
        with django_assert_num_queries(4):
            write(40)


@rolled_back
def test_a_family_sees_who_looked():
    lan, child = actor("co-lan"), min(actor("chi-hoa").student_ids)
    with acting_as("co-lan"):
        log_access(lan, lan.unit_id, [child], "Sổ điểm 7A")
    with acting_as("chi-hoa"):
        assert Access.objects.filter(student_id=child, page="Sổ điểm 7A").exists()


@rolled_back
def test_a_family_does_not_read_the_ledger():
    with acting_as("chi-hoa"), pytest.raises(ProgrammingError), transaction.atomic():
        Entry.objects.exists()


@pytest.fixture
def superuser(committing):
    """Somebody who may do everything to the database."""
    import psycopg

    from khuevan.site.postgres import connection_url

    with psycopg.connect(connection_url("admin", committing), autocommit=True) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        yield connection


@pytest.mark.parametrize(
    ("deed", "place"),
    [
        ("UPDATE audit_entry SET new = '100' WHERE position = 2", 2),
        ("DELETE FROM audit_entry WHERE position = 2", 2),
        ("DELETE FROM audit_entry WHERE position = 3", 3),
    ],
)
def test_the_check_names_what_a_superuser_altered(superuser, deed, place):
    with acting_as("co-lan"):
        write()
    superuser.execute(f"{deed} AND book = '{BOOK}'")
    with acting_as("co-lan"):
        (found,) = broken_links(actor("co-lan").unit_id)
    assert (found.book, found.position) == (BOOK, place)
