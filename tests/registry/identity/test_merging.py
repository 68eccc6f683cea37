"""Two records become one and two again, exactly."""

import pytest
from django.db import connection

from khuevan.kernel.errors import Conflict, NotAllowed, NotFound
from khuevan.registry.audit.api import Entry, broken_links
from khuevan.registry.identity.api import Merge, Moved, Pair, merge, separate
from khuevan.registry.people.api import Affiliation, ExternalId, Guardianship, Person
from tests.personas import acting_as, actor

from tests.registry.identity.doubles import DAY, at, pupil, school_of, twice

TABLES = """
SELECT DISTINCT c.conrelid::regclass::text FROM pg_constraint c
WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND c.conrelid::regclass::text NOT LIKE 'identity%'"""


def dump():
    """Every row of every table that points at people, and all people: what a merge might touch."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table in sorted({row[0] for row in cursor.fetchall()} | {"people_person"}):
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


@pytest.fixture
def two(db):
    return twice(school_of("thay-minh"), school_of("thay-khac"), codes=())


def test_all_that_hangs_on_the_one_moves_to_the_other(two):
    first, again, pair = two
    with acting_as("anh-binh"):
        done = merge(actor("anh-binh"), pair.uid, first, [], "giấy khai sinh")
        winner, loser = Person.objects.get(pk=first), Person.objects.get(pk=again)
        assert winner.school_ids == sorted([school_of("thay-minh"), school_of("thay-khac")])
        assert loser.merged_into_id == first
        assert not Affiliation.objects.filter(person_id=again).exists()
        assert Guardianship.objects.filter(student_id=first).count() == 2
        assert ExternalId.objects.get(kind="own", value=loser.code).person_id == first
        assert winner.full_name == "Trương Ngọc Ánh"
        assert Pair.objects.get(pk=pair.pk).state == "merged"
        assert Moved.objects.filter(merge=done, kind="moved").count() == 2


def test_undone_nothing_is_other_than_before(two):
    first, again, pair = two
    with acting_as("anh-binh"):
        before = dump()
        done = merge(actor("anh-binh"), pair.uid, again, ["name", "birth"], "giấy khai sinh")
        assert dump() != before
        separate(actor("anh-binh"), done.uid, "nhầm")
        assert dump() == before
        assert Pair.objects.get(pk=pair.pk).state == "open"
