"""The ledger keeps, chains and refuses."""

import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.registry.audit.api import Access, Change, Entry, broken_links, log_access, record
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db
BOOK = "marks:test:2"


def write(count=3):
    lan = actor("co-lan")
    changes = [Change(f"TOAN · tx{n}", None, 80 + n) for n in range(count)]
    return record(lan, lan.unit_id, BOOK, "mark", changes, reason="nhập điểm")


def test_entries_follow_each_other():
    with acting_as("co-lan"):
        first, second, third = write()
    assert [first.position, second.position, third.position] == [1, 2, 3]
    assert second.previous == first.hash
    assert third.previous == second.hash


def test_an_untouched_chain_holds():
    with acting_as("co-lan"):
        write(), write()
        assert list(broken_links(actor("co-lan").unit_id)) == []


def test_what_is_stored_hashes_to_what_was_written():
    with acting_as("co-lan"):
        write()
        assert all(entry.hash == entry.digest() for entry in Entry.objects.filter(book=BOOK))


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
def test_nobody_changes_an_entry(verb):
    with acting_as("co-lan"):
        write()
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_recording_costs_a_fixed_number_of_queries(django_assert_num_queries):
    with acting_as("co-lan"):
        with django_assert_num_queries(4):
            write(1)
        with django_assert_num_queries(4):
            write(40)


def test_a_family_sees_who_looked():
    lan, child = actor("co-lan"), min(actor("chi-hoa").student_ids)
    with acting_as("co-lan"):
        log_access(lan, lan.unit_id, [child], "Sổ điểm 7A")
    with acting_as("chi-hoa"):
        assert Access.objects.filter(student_id=child, page="Sổ điểm 7A").exists()
        assert not Entry.objects.exists() if _may_read_entries() else True


def _may_read_entries():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_entry', 'SELECT')")
        return cursor.fetchone()[0]
