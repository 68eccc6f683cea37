"""Loading by COPY: the same bytes for the same seed, every key checked, nothing left open."""

import hashlib

import pytest

from khuevan.site.province.records import TABLES
from tests.site.province import provinces

GRADEBOOK = ["markrow", "conduct", "result", "primarymark", "primarytraits", "termlock"]
LOADED = sorted({*TABLES.values(), *(f"gradebook_{name}" for name in GRADEBOOK)})
MAKE = (
    "import django; django.setup()\nfrom khuevan.site.province import make_province\nmake_province(schools=1, seed=1)"
)
KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint ORDER BY 1, 2"
)
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
AWAKE = "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
FORCED = "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY 1"


def fingerprint(province):
    """A digest of every loaded table."""
    digest = hashlib.sha256()
    for table in LOADED:
        for (row,) in province.ask(f"SELECT t::text FROM {table} t ORDER BY id"):
            digest.update(row.encode())
    return digest.hexdigest()


def test_the_same_seed_makes_the_same_bytes_in_however_many_processes(with_marks, new_province):
    assert fingerprint(new_province(provinces.with_marks(11, processes=2))) == fingerprint(with_marks)


def test_another_seed_makes_other_people(with_marks, new_province):
    other = new_province(provinces.with_marks(12))
    names = "SELECT full_name FROM people_person ORDER BY id"
    assert other.ask(names) != with_marks.ask(names)


@pytest.mark.parametrize("what", [KEYS, INDEXES, FORCED, AWAKE], ids=["keys", "indexes", "row security", "triggers"])
def test_the_schema_is_as_it_was(with_marks, tiny, what):
    assert with_marks.ask(what) == tiny.ask(what)


def test_every_foreign_key_is_checked_and_stays_within_a_school(with_marks):
    keys = with_marks.ask(KEYS)
    foreign = [(table, text) for table, _name, text, _valid in keys if text.startswith("FOREIGN KEY")]
    within = [
        text for table, text in foreign if table == "gradebook_markrow" and "(school_id, class_subject_id)" in text
    ]
    assert all(valid for *_rest, valid in keys)
    assert len(within) == 1


def test_people_know_their_schools(with_marks):
    wrong = with_marks.one(
        "SELECT count(*) FROM people_person p LEFT JOIN LATERAL (SELECT array_agg(DISTINCT school_id) AS schools, "
        "array_agg(DISTINCT school_id) FILTER (WHERE kind = 'staff') AS staff FROM people_affiliation "
        "WHERE person_id = p.id) a ON true WHERE p.school_ids IS DISTINCT FROM coalesce(a.schools, '{}') "
        "OR p.staff_ids IS DISTINCT FROM coalesce(a.staff, '{}')"
    )
    assert wrong == 0


def test_sequences_go_on_after_the_loaded_rows(with_marks):
    last = with_marks.one("SELECT max(id) FROM people_person")
    assert with_marks.one("SELECT nextval(pg_get_serial_sequence('people_person', 'id'))") == last + 1


def test_siblings_share_their_family_name_and_are_years_apart(with_marks):
    families = with_marks.ask(
        "SELECT array_agg(DISTINCT split_part(p.full_name, ' ', 1)), count(*), max(p.birth_year) - min(p.birth_year) "
        "FROM people_guardianship g JOIN people_person p ON p.id = g.student_id WHERE g.relation = 'father' "
        "GROUP BY g.guardian_id HAVING count(*) > 1"
    )
    assert len(families) > 20
    assert all(len(names) == 1 and years >= 2 * (count - 1) for names, count, years in families)


def test_parents_are_older_than_their_children(with_marks):
    gaps = with_marks.ask(
        "SELECT p.birth_year - g.birth_year FROM people_guardianship k JOIN people_person p ON p.id = k.student_id "
        "JOIN people_person g ON g.id = k.guardian_id WHERE k.relation = 'mother'"
    )
    assert all(18 <= gap <= 50 for (gap,) in gaps)


def test_nobody_is_in_two_classes_at_once(with_marks):
    twice = (
        "SELECT student_id FROM enrolment_enrolment WHERE ends_on IS NULL GROUP BY student_id, year HAVING count(*) > 1"
    )
    assert with_marks.ask(twice) == []


BROKEN_OFF = """
def stop(step):
    if step.done == 6:
        raise KeyboardInterrupt
try:
    load_plan(Plan((small, small[:2], small[2:3]), marks=True), 11, stop, processes=2)
except KeyboardInterrupt:
    load_plan(Plan((small[2:3],), marks=False), 11)
"""


def test_what_was_broken_off_leaves_nothing_and_is_begun_again(new_province):
    making, _, _ = provinces.WITH_MARKS.rpartition("load_plan")
    province = new_province(making + BROKEN_OFF)
    assert province.one("SELECT count(*) FROM units_unit WHERE kind = 'school'") == 1
    assert province.one("SELECT count(*) FROM gradebook_markrow") == 0


def test_a_database_with_schools_is_left_alone(tiny):
    done = tiny.make(MAKE)
    assert done.returncode == 1
    assert "Cơ sở dữ liệu đã có trường." in done.stderr


def test_only_the_owner_may_load(tiny):
    done = tiny.make(MAKE, role="app")
    assert done.returncode == 1
    assert "Chỉ chủ sở hữu" in done.stderr
