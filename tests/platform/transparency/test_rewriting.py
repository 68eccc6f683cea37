"""Who has every right and rewrites the ledger, hashes and all, is found out by what was published."""

import json

import psycopg

from khuevan.kernel.clock import today
from khuevan.platform.transparency.api import alterations, publish
from khuevan.registry.audit.api import Change, Entry, broken_links, record
from khuevan.registry.isolation.api import Scope, acting
from khuevan.site.postgres import connection_url
from tests.personas import acting_as, actor

BOOK = "test:rewritten"


def test_a_rewritten_ledger_no_longer_fits_what_was_published(committing):
    with acting_as("co-lan"):
        lan = actor("co-lan")
        record(lan, lan.unit_id, BOOK, "mark", [Change(f"TOAN · tx{n}", None, 80) for n in range(3)])
        entries = list(Entry.objects.filter(book=BOOK).order_by("position"))
    with acting(Scope("province")):
        publish(today())
    rewrite(committing, lan.unit_id, entries)
    with acting(Scope("province")):
        assert list(broken_links(lan.unit_id)) == []
        found = [one for one in alterations(lan.unit_id) if "mốc" in one.where]
    assert [one.what for one in found] == ["nhật ký khác với bản đã công bố ngày ấy"]


def rewrite(database, school, entries):
    """Raise every mark of the book to 10 past the product, as the administrator, and make its chain hold again."""
    previous = ""
    with psycopg.connect(connection_url("admin", database), autocommit=True) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        for entry in entries:
            entry.new, entry.previous = 100, previous
            entry.hash = previous = entry.digest()
            connection.execute(
                "UPDATE audit_entry SET new = %s, previous = %s, hash = %s "
                "WHERE school_id = %s AND book = %s AND position = %s",
                [json.dumps(100), entry.previous, entry.hash, school, BOOK, entry.position],
            )
        connection.execute("UPDATE audit_head SET hash = %s WHERE book = %s", [previous, BOOK])
        assert Entry._meta.db_table == "audit_entry"
