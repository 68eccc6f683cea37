"""Two records become one and two again, exactly."""

import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.accounts.api import User
from khuevan.registry.audit.api import Entry, broken_links
from khuevan.registry.identity.actions.deciding import keep_apart, reopen
from khuevan.registry.identity.api import Merge, Pair, merge, separate, suspect
from khuevan.registry.identity.models import Moved
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Affiliation, ExternalId, Facts, Guardianship, Person, change_people
from khuevan.school.enrolment.api import Enrolment, SchoolClass, find_pupils
from khuevan.school.gradebook.queries.pupils import pupil_by_uid
from tests.personas import acting_as, actor
from tests.registry.identity.doubles import DAY, at, pupil, school_of, twice

TABLES = """
SELECT DISTINCT c.conrelid::regclass::text FROM pg_constraint c
WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = 'people_person'::regclass
  AND c.conrelid::regclass::text NOT LIKE 'identity%'"""


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
    return twice(school_of("thay-minh"), school_of("thay-khac"))


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
    _first, again, pair = two
    with acting_as("anh-binh"):
        before = dump()
        done = merge(actor("anh-binh"), pair.uid, again, ["name", "birth"], "giấy khai sinh")
        assert dump() != before
        separate(actor("anh-binh"), done.uid, "nhầm")
        assert dump() == before
        assert Pair.objects.get(pk=pair.pk).state == "open"


def seat(school, student, name="7A", number=90, starts_on=DAY, ends_on=None):
    """A place in a class of the working year."""
    found = SchoolClass.objects.get(school_id=school, year=2025, name=name)
    where = {"school_id": school, "year": 2025, "school_class": found, "number": number}
    return Enrolment.objects.create(student_id=student, starts_on=starts_on, ends_on=ends_on, **where)


@pytest.fixture
def here(db):
    """Two records at thầy Minh's school; the pair."""
    school = school_of("thay-minh")
    with at(school):
        first, again = pupil(school, "Trương Ngọc Ánh"), pupil(school, "Truong Ngoc Anh")
        return first, again, suspect(first, again)


def test_a_leader_merges_within_the_school_and_what_says_the_same_is_folded(here):
    first, again, pair = here
    school = school_of("thay-minh")
    with at(school):
        seat(school, again, ends_on=DAY)
        seat(school, first)
    with acting_as("thay-minh"):
        before = dump_of(first, again)
        done = merge(actor("thay-minh"), pair.uid, first, [], "một em")
        assert Affiliation.objects.filter(person_id=first, kind="pupil").count() == 1
        assert Enrolment.objects.get(student_id=first).ends_on is None
        kinds = set(Moved.objects.filter(merge=done, kind="folded").values_list("table", flat=True))
        assert kinds == {"people_affiliation", "people_guardianship", "enrolment_enrolment"}
        separate(actor("thay-minh"), done.uid, "nhầm")
        assert dump_of(first, again) == before


def dump_of(*people):
    with connection.cursor() as cursor:
        found = []
        for table, column in [
            ("people_person", "id"),
            ("people_affiliation", "person_id"),
            ("people_externalid", "person_id"),
            ("people_guardianship", "student_id"),
            ("enrolment_enrolment", "student_id"),
        ]:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {column} = ANY(%s) ORDER BY id", [list(people)])
            found.append(cursor.fetchall())
        return found


def test_numbers_of_both_are_kept_and_the_temporary_one_ends(db):
    home, other = school_of("thay-minh"), school_of("thay-khac")
    with at(home):
        first = pupil(home, "Trương Ngọc Ánh", codes=[("temporary", f"TAM-1@{home}")])
    with at(other):
        again = pupil(other, "Truong Ngoc Anh", codes=[("moet", "8000000777")])
    with acting_as("anh-binh"):
        before = dump_of(first, again)
        done = merge(actor("anh-binh"), suspect(first, again).uid, first, [], "một em")
        current = ExternalId.objects.filter(person_id=first, valid_to=None).values_list("kind", "value")
        assert set(current) == {("moet", "8000000777"), ("own", Person.objects.get(pk=again).code)}
        separate(actor("anh-binh"), done.uid, "nhầm")
        assert dump_of(first, again) == before


def test_the_old_address_and_codes_lead_to_the_one_that_is_left(here):
    first, again, pair = here
    school = school_of("thay-minh")
    with at(school):
        seat(school, first)
    with acting_as("thay-minh"):
        boss, loser = actor("thay-minh"), Person.objects.get(pk=again)
        merge(boss, pair.uid, first, [], "một em")
        assert pupil_by_uid(boss, loser.uid).pk == first
        assert [one.student_id for one in find_pupils(boss, loser.code, 5)] == [first]
        assert [one.student_id for one in find_pupils(boss, "truong ngoc anh", 5)] == [first]


def test_who_is_in_two_classes_must_leave_one_first(two):
    first, _again, pair = two
    for school, student in zip((school_of("thay-minh"), school_of("thay-khac")), two[:2], strict=True):
        with at(school):
            seat(school, student)
    with acting_as("anh-binh"):
        before = dump()
        with pytest.raises(Conflict, match="cả hai hồ sơ đều đang học: 7A"):
            merge(actor("anh-binh"), pair.uid, first, [], "một em")
        assert dump() == before


def test_two_accounts_stop_a_merge(two):
    first, again, pair = two
    for name, person in (("mot", first), ("hai", again)):
        User.objects.create(username=name, person_id=person)
    with acting_as("anh-binh"), pytest.raises(Conflict, match="đều có tài khoản"):
        merge(actor("anh-binh"), pair.uid, first, [], "một em")


def test_a_school_cannot_merge_across_schools_nor_see_the_pair(two):
    first, _again, pair = two
    with acting_as("thay-minh"):
        with pytest.raises(NotFound):
            merge(actor("thay-minh"), pair.uid, first, [], "một em")
        assert not Pair.objects.filter(pk=pair.pk).exists()


def test_a_school_that_knows_both_cannot_merge_whom_another_school_knows(here):
    first, again, pair = here
    with acting(Scope("staff", frozenset({school_of("thay-khac"), school_of("thay-minh")}))):
        Affiliation.objects.create(school_id=school_of("thay-khac"), person_id=again, kind="pupil", valid_from=DAY)
    with acting_as("thay-minh"):
        with pytest.raises(NotAllowed, match="vai trò"):
            merge(actor("thay-minh"), pair.uid, first, [], "một em")
        done = Merge.objects.create(winner_id=first, loser_id=again, day=DAY, at="2026-01-01T00:00Z", chosen={})
        for function in ("identity_merge_rows", "identity_held", "identity_separate_rows"):
            with pytest.raises(ProgrammingError, match="outside the scope"), transaction.atomic():
                connection.cursor().execute(f"SELECT {function}(%s)", [done.pk])


def test_nobody_but_the_function_writes_down_what_was_moved(here):
    with acting_as("thay-minh"):
        done = Merge.objects.create(winner_id=here[0], loser_id=here[1], day=DAY, at="2026-01-01T00:00Z", chosen={})
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Moved.objects.create(merge=done, kind="moved", table="people_affiliation", column="person_id", row=1)


def test_a_clerk_decides_but_does_not_merge(here):
    _first, _again, pair = here
    with acting_as("thay-minh"):
        boss = actor("thay-minh")
        with pytest.raises(Invalid, match="Chưa ghi lý do"):
            keep_apart(boss, pair.uid, "  ")
        keep_apart(boss, pair.uid, "hai em, hai giấy khai sinh")
        with pytest.raises(Conflict):
            merge(boss, pair.uid, here[0], [], "một em")
        reopen(boss, pair.uid, "xem lại")
        verbs = Entry.objects.filter(book="identity").order_by("position").values_list("verb", "reason")
        assert list(verbs) == [("keep_apart", "hai em, hai giấy khai sinh"), ("reopen", "xem lại")]
    with acting_as("co-lan"), pytest.raises(NotAllowed):
        keep_apart(actor("co-lan"), pair.uid, "hai em")


BUILT = {
    "edited": lambda first, school: change_people({first: Facts(phone="0900000055")}),
    "new": lambda first, school: seat(school, first),
    "gone": lambda first, school: Guardianship.objects.filter(student_id=first).delete(),
}
SAID = {"edited": "đã được sửa sau khi gộp", "new": "có thêm: chỗ trong lớp", "gone": "không còn như lúc gộp"}


@pytest.mark.parametrize("what", BUILT)
def test_what_has_been_built_on_a_merge_holds_it(two, what):
    first, _again, pair = two
    with acting_as("anh-binh"):
        done = merge(actor("anh-binh"), pair.uid, first, [], "một em")
    with at(school_of("thay-minh")):
        BUILT[what](first, school_of("thay-minh"))
    with acting_as("anh-binh"):
        before = dump()
        with pytest.raises(Conflict, match=SAID[what]):
            separate(actor("anh-binh"), done.uid, "nhầm")
        assert dump() == before


def test_merges_are_undone_from_the_last_to_the_first(two):
    first, _again, pair = two
    with at(school_of("thay-minh")):
        third = pupil(school_of("thay-minh"), "Trương Ngọc Ánh")
    with acting_as("anh-binh"):
        sở, before = actor("anh-binh"), dump()
        one = merge(sở, pair.uid, first, [], "một em")
        two_ = merge(sở, suspect(first, third).uid, third, ["name"], "một em")
        assert set(Person.objects.filter(merged_into=third).values_list("pk", flat=True)) == {first, two[1]}
        with pytest.raises(Conflict, match="lần sau trước"):
            separate(sở, one.uid, "nhầm")
        separate(sở, two_.uid, "nhầm")
        separate(sở, one.uid, "nhầm")
        assert dump() == before
        assert [*broken_links(school_of("thay-minh")), *broken_links(school_of("thay-khac"))] == []
        verbs = Entry.objects.filter(school_id=school_of("thay-khac"), book="identity").values_list("verb", flat=True)
        assert list(verbs.order_by("position")) == ["merge", "merge", "separate", "separate"]


def test_a_family_still_sees_what_nobody_may_rewrite(here):
    first, again, pair = here
    with acting_as("thay-minh"):
        person = Guardianship.objects.get(student_id=first).guardian_id
        account = User.objects.create(username="me-anh", person_id=person)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_assignment (user_id, kind, title, valid_from) VALUES (%s, 'guardian', '', %s)",
                [account.pk, DAY],
            )
        merge(actor("thay-minh"), pair.uid, first, [], "một em")
    assert {first, again} <= actor("me-anh").student_ids


def test_every_table_with_a_key_to_people_can_be_walked(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text FROM pg_constraint c WHERE c.contype = 'f'"
            " AND c.confrelid = 'people_person'::regclass AND NOT EXISTS (SELECT FROM pg_attribute a"
            " WHERE a.attrelid = c.conrelid AND a.attname = 'id' AND a.atttypid IN ('bigint'::regtype, 'int'::regtype))"
        )
        assert cursor.fetchall() == []
