"""Marks lie in a partition for each school year, which nobody opens but through the whole."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from khuevan.kernel.clock import today
from khuevan.kernel.dates import school_year_of
from khuevan.school.enrolment.api import ClassSubject, Subject
from khuevan.school.gradebook.queries.roster import with_levels, with_marks
from khuevan.school.gradebook.tasks import make_room_for_marks
from khuevan.site.postgres import connection_url
from tests.personas import acting_as
from tests.upgrades import connected, migrate, older

from .fixtures import YEAR, book

NOW = school_year_of(today())
NUMBERS = ClassSubject.NUMBERS_A_YEAR
TABLES = ("gradebook_markrow", "gradebook_primarymark")
PERIOD = {"gradebook_markrow": "term, regular", "gradebook_primarymark": "period"}
MARK = """INSERT INTO {} (school_id, student_id, class_subject_id, {}, updated_at) VALUES (1, %s, %s, 1{}, now())
RETURNING tableoid::regclass::text"""
SCANS = """
SELECT relname, seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname ~ '^gradebook_.*_(2...|other)$'"""


def mark(table):
    return MARK.format(table, PERIOD[table], ", '{}'" if "regular" in PERIOD[table] else "")


def scans():
    with connection.cursor() as cursor:
        cursor.execute(SCANS)
        return set(cursor.fetchall())


@pytest.fixture
def superuser(committing):
    """Asks no foreign key: rows of years that no school has."""
    with psycopg.connect(connection_url("admin", committing), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.mark.django_db
def test_a_subject_of_a_class_is_numbered_within_its_year():
    with acting_as("thay-minh"):
        maths = book()
        assert maths.pk // NUMBERS == YEAR
        of = {"school_id": maths.school_id, "school_class": maths.school_class}
        other = Subject.objects.exclude(code__in=ClassSubject.objects.filter(**of).values("subject_id")).first()
        made = ClassSubject.objects.create(subject=other, lessons=70, regular_count=2, **of)
        assert made.pk // NUMBERS == YEAR
        assert ClassSubject.objects.get(pk=made.pk).subject_id == other.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "name", "read", "table"),
    [("co-lan", "7A", with_marks, "gradebook_markrow"), ("co-thu", "2A", with_levels, "gradebook_primarymark")],
)
def test_opening_a_book_reads_one_year(username, name, read, table):
    with acting_as(username):
        before = scans()
        read(book(name=name), 1)
        assert {part for part, _ in scans() - before} == {f"{table}_{YEAR}"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("year", "part"), [(YEAR, YEAR), (NOW, NOW), (NOW + 1, NOW + 1), (0, "other"), (2090, "other")]
)
def test_a_mark_lies_with_its_school_year(superuser, table, year, part):
    assert superuser.execute(mark(table), [1, year * NUMBERS + 5]).fetchone() == (f"{table}_{part}",)


@pytest.mark.parametrize("table", TABLES)
def test_a_term_has_one_row_a_pupil(superuser, table):
    superuser.execute(mark(table), [1, NOW * NUMBERS + 5])
    with pytest.raises(psycopg.errors.UniqueViolation):
        superuser.execute(mark(table), [1, NOW * NUMBERS + 5])


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("username", ["co-lan", "anh-binh", "chi-hoa"])
def test_nobody_reads_past_the_whole(username, table):
    with acting_as(username), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        for part in (YEAR, NOW, "other"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT FROM {table}_{part}")


def test_years_that_begin_or_are_opened_get_room_by_night(superuser):
    for table in TABLES:
        for year in (YEAR - 1, NOW + 1):
            superuser.execute(f"DROP TABLE {table}_{year}")
    parts = "SELECT count(*) FROM pg_inherits WHERE inhparent = %s::regclass"
    for _ in range(2):
        make_room_for_marks(0)
        assert [superuser.execute(parts, [table]).fetchone() for table in TABLES] == [(5,), (5,)]


def test_what_came_too_early_for_its_year_is_not_lost(superuser):
    for table in TABLES:
        superuser.execute(f"DROP TABLE {table}_{NOW + 1}")
        assert superuser.execute(mark(table), [1, (NOW + 1) * NUMBERS + 5]).fetchone() == (f"{table}_other",)
    make_room_for_marks(0)
    found = "SELECT count(*) FROM gradebook_markrow WHERE class_subject_id = %s"
    assert superuser.execute(found, [(NOW + 1) * NUMBERS + 5]).fetchone() == (1,)


def test_the_planner_knows_all_years_together(superuser):
    known = "SELECT count(*) FROM pg_stats WHERE tablename = 'gradebook_markrow' AND inherited AND attname = 'term'"
    superuser.execute(mark("gradebook_markrow"), [1, YEAR * NUMBERS + 5])
    make_room_for_marks(0)
    assert superuser.execute(known).fetchone() == (1,)


def test_marks_of_an_older_version_stay_where_they_are(our_server, request):
    """With their numbers, keys and views; and who may write still may, before any other step of the upgrade."""
    with older(request.node.nodeid, "gradebook", "0006") as name, connected("admin", name) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for table in TABLES:
            superuser.execute(mark(table), [1, 7])
        migrate(name, "gradebook", "0009_marks_known")
        for table in TABLES:
            kept = f"SELECT id, tableoid::regclass::text FROM {table}"
            assert superuser.execute(kept).fetchall() == [(1, f"{table}_before")]
            with pytest.raises(psycopg.errors.UniqueViolation):
                superuser.execute(mark(table), [1, 7])
            part = f"{table}_{NOW + 1}"
            assert superuser.execute(mark(table), [1, (NOW + 1) * NUMBERS + 5]).fetchone() == (part,)
            allowed = "SELECT has_table_privilege('khuevan_app', %s, 'INSERT')"
            assert superuser.execute(allowed, [table]).fetchone() == (True,)
            scoped = "SELECT count(*) FROM pg_policies WHERE tablename = %s"
            assert superuser.execute(scoped, [table]).fetchone() == (4,)
        views = "SELECT count(*) > 0 FROM pg_depend WHERE classid = 'pg_rewrite'::regclass AND refobjid = %s::regclass"
        assert superuser.execute(views, ["gradebook_markrow"]).fetchone() == (True,)
        assert superuser.execute(views, ["gradebook_markrow_before"]).fetchone() == (False,)
