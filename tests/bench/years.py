"""Opening a school year: one school of 2,000 pupils, and a whole province, beside a bare COPY of the same rows.

``python -m tests.bench.years [--schools 421] [--pupils 600]`` prints a Markdown table. It works on a scratch database
of the bench's own server, made for the run and dropped afterwards: schools of grades 6 to 9 with classes of 40, the
compulsory subjects with teachers, and a result for every pupil (94 % go up). "Rows" are those that an opening writes:
plan, places, year, terms, classes, subjects, class lists, posts. The bare COPY brings the very same rows into tables of
the same columns without keys, indexes and policies. The school is opened as its principal, under row-level security;
the province as `khuevan open-year` does it.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["KHUEVAN_DATA"] = os.environ.get("KHUEVAN_BENCH_DATA") or f"/var/tmp/khuevan-bench-{os.getuid()}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
sys.path.insert(0, str(Path(__file__).parents[2]))

YEAR, CLASS, LARGE = 2026, 40, 2000
NAME = "khuevan_years"
HEADER = ("Mở năm học", "Học sinh", "Dòng ghi", "Giây", "Dòng mỗi giây", "COPY trần (giây)", "Gấp")
OF_YEAR = f"IN (SELECT id FROM enrolment_schoolclass WHERE year = {YEAR})"
TABLES = {
    "enrolment_schoolyear": f"year = {YEAR}",
    "enrolment_term": f"year = {YEAR}",
    "enrolment_schoolclass": f"year = {YEAR}",
    "enrolment_classsubject": f"school_class_id {OF_YEAR}",
    "enrolment_enrolment": f"year = {YEAR}",
    "enrolment_teaching": f"school_class_id {OF_YEAR}",
    "opening_plan": "true",
    "opening_plannedclass": "true",
    "opening_placement": "true",
}
"""The tables that an opening writes, and which of their rows."""
_FILL = """
CREATE TEMP TABLE size AS SELECT id AS school, CASE code WHEN 'B000001' THEN {large} ELSE {pupils} END AS pupils
  FROM units_unit WHERE kind = 'school';
INSERT INTO enrolment_schoolyear (school_id, year, starts_on, ends_on)
  SELECT school, 2025, '2025-09-05', '2026-05-31' FROM size;
INSERT INTO enrolment_term (school_id, year, number, starts_on, ends_on)
  SELECT school, 2025, n, CASE n WHEN 1 THEN date '2025-09-05' ELSE '2026-01-19' END,
    CASE n WHEN 1 THEN date '2026-01-18' ELSE '2026-05-31' END FROM size, generate_series(1, 2) n;
INSERT INTO people_person (uid, code, full_name, sort_key, search_key, sex, ethnicity, birth_place, phone,
    school_ids, staff_ids)
  SELECT gen_random_uuid(), 'T' || school || '-' || n, 'Giáo viên ' || n, 'giao vien ' || n, 'giao vien', 1,
    '', '', '', '{{}}', '{{}}'
  FROM size, generate_series(1, 30) n;
INSERT INTO people_person (uid, code, full_name, sort_key, search_key, sex, ethnicity, birth_place, phone,
    school_ids, staff_ids)
  SELECT gen_random_uuid(), 'P' || school || '-' || n, 'Học sinh ' || n, lpad(n::text, 6, '0'), 'hoc sinh', 1 + n % 2,
    '', '', '', '{{}}', '{{}}' FROM size, generate_series(1, pupils) n;
CREATE TEMP TABLE who AS SELECT id, left(code, 1) AS kind, split_part(substr(code, 2), '-', 1)::bigint AS school,
  split_part(code, '-', 2)::int AS n FROM people_person;
INSERT INTO people_affiliation (school_id, person_id, kind, title, valid_from)
  SELECT school, id, CASE kind WHEN 'T' THEN 'staff' ELSE 'pupil' END, '', '2020-08-01' FROM who;
INSERT INTO enrolment_schoolclass (uid, school_id, year, grade, name, homeroom_id)
  SELECT gen_random_uuid(), school, 2025, 6 + (k - 1) % 4, (6 + (k - 1) % 4) || 'A' || (k + 3) / 4,
    (SELECT min(id) FROM who w WHERE w.school = s.school AND w.kind = 'T' AND w.n = 1 + k % 30)
  FROM size s, generate_series(1, (pupils + {class_} - 1) / {class_}) k;
INSERT INTO enrolment_classsubject (uid, school_id, school_class_id, subject_id, teacher_id, lessons, regular_count)
  SELECT gen_random_uuid(), c.school_id, c.id, g.code, w.id, 70, 3 FROM enrolment_schoolclass c
  CROSS JOIN unnest(%s::text[]) WITH ORDINALITY g(code, place)
  JOIN who w ON w.school = c.school_id AND w.kind = 'T' AND w.n = 1 + g.place;
INSERT INTO enrolment_enrolment (school_id, student_id, year, school_class_id, number, starts_on, note)
  SELECT w.school, w.id, 2025, c.id, 1 + (w.n - 1) % {class_}, '2025-09-05', '' FROM who w
  JOIN (SELECT id, school_id, row_number() OVER (PARTITION BY school_id ORDER BY id) AS k FROM enrolment_schoolclass) c
    ON c.school_id = w.school AND c.k = 1 + (w.n - 1) / {class_} WHERE w.kind = 'P';
INSERT INTO gradebook_result (school_id, school_class_id, student_id, term, rule_set, academic, outcome, computed_at)
  SELECT school_id, school_class_id, student_id, 3, 'TT22-2021', 'K',
    CASE WHEN student_id % 50 = 0 THEN 'held_back' WHEN student_id % 25 = 1 THEN 'retest' ELSE 'promoted' END, now()
  FROM enrolment_enrolment"""


def main() -> int:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.years")
    parser.add_argument("--schools", type=int, default=421, help="số trường của tỉnh (mặc định: 421)")
    parser.add_argument("--pupils", type=int, default=600, help="số học sinh mỗi trường (mặc định: 600)")
    options = parser.parse_args()
    print(markdown(measure(options.schools, options.pupils)))
    return 0


def markdown(rows: list[tuple[str, ...]]) -> str:
    """The table as docs/performance.md shows it."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [HEADER, ("---",) * len(HEADER), *rows])


def measure(schools: int, pupils: int) -> list[tuple[str, ...]]:
    """One row for the large school, one for all the others."""
    from khuevan.site import postgres

    with postgres.running(), scratch():
        import django

        django.setup()
        first, others = fill(schools, pupils)
        return [
            row("Một trường 2.000 học sinh", LARGE, [first], "app", as_principal),
            row(f"Cả tỉnh: {schools} trường", schools * pupils, others, "owner", as_operator),
        ]


def row(title: str, pupils: int, schools: list[int], role: str, open_: Callable[[list[int]], None]) -> tuple[str, ...]:
    """Open the year at schools, then bring the same rows into bare tables."""
    log_in(role)
    start = time.perf_counter()
    open_(schools)
    seconds = time.perf_counter() - start
    log_in("owner")
    written, bare = copied_bare(schools)
    return (
        title,
        f"{pupils:,}".replace(",", "."),
        f"{written:,}".replace(",", "."),
        f"{seconds:.2f}".replace(".", ","),
        f"{written / seconds:,.0f}".replace(",", "."),
        f"{bare:.2f}".replace(".", ","),
        f"{seconds / bare:.1f}".replace(".", ","),
    )


def log_in(role: str) -> None:
    """Let Django work as the application's own role, or as the owner of the tables."""
    from django.db import connection
    from psycopg.conninfo import conninfo_to_dict

    from khuevan.site import postgres

    said = conninfo_to_dict(postgres.connection_url(role, NAME))
    connection.close()
    connection.settings_dict |= {"USER": said["user"], "PASSWORD": said["password"]}
    connection.ensure_connection()


def as_principal(schools: list[int]) -> None:
    """The wizard's actions, with the rights and the row-level security of the school's principal."""
    from khuevan.registry.accounts.api import Actor, Role
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.opening import api

    (school,) = schools
    role = Role(1, "leader", "", "Hiệu trưởng", school, "", "school", frozenset(schools), frozenset(), True)
    actor = Actor(None, None, "Hiệu trưởng", role, (role,))
    with acting(Scope("staff", frozenset(schools))):
        plan = api.draft(actor, school)
        api.open_year(actor, plan, plan.revision)


def as_operator(schools: list[int]) -> None:
    """What `khuevan open-year` does: a transaction for every 25 schools."""
    from khuevan.school.opening import api
    from khuevan.site.cli.commands.open_year import Operator

    api.open_province(Operator(), schools, YEAR)


def copied_bare(schools: list[int]) -> tuple[int, float]:
    """How many rows the opening wrote, and the seconds of a COPY of them into tables without keys and indexes."""
    from django.db import connection, transaction

    rows, seconds, ids = 0, 0.0, ",".join(map(str, schools))
    for table, which in TABLES.items():
        with transaction.atomic(), connection.cursor() as cursor:
            select = f"SELECT * FROM {table} WHERE school_id = ANY('{{{ids}}}') AND {which}"
            with cursor.copy(f"COPY ({select}) TO STDOUT") as out:
                data = b"".join(bytes(block) for block in out)
            cursor.execute(f"CREATE TABLE bare AS SELECT * FROM {table} WHERE false")
            start = time.perf_counter()
            with cursor.copy("COPY bare FROM STDIN") as into:
                into.write(data)
            seconds += time.perf_counter() - start
            cursor.execute("DROP TABLE bare")
            rows += data.count(b"\n")
    return rows, seconds


@contextmanager
def scratch() -> Iterator[None]:
    """An empty database with all tables, for this run."""
    from tests.databases import admin

    os.environ |= {"KHUEVAN_DB_NAME": NAME, "KHUEVAN_DB_ROLE": "owner"}
    drop = f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)'
    admin(drop)
    admin(f'CREATE DATABASE "{NAME}" OWNER khuevan_owner TEMPLATE template0')
    try:
        command = [sys.executable, "-m", "django", "migrate", "-v0"]
        subprocess.run(command, env={**os.environ}, check=True)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        admin(drop)


def fill(schools: int, pupils: int) -> tuple[int, list[int]]:
    """The large school and the others, at the end of 2025–2026; their ids."""
    from django.db import connection, transaction

    from khuevan.registry.units.api import Unit
    from khuevan.school.enrolment.api import Subject, curriculum

    with transaction.atomic():
        every = [
            Subject(code=one.code, name=one.name, short_name=one.short_name, form=one.form, position=place)
            for place, one in enumerate(curriculum.catalogue())
        ]
        Subject.objects.bulk_create(every, ignore_conflicts=True)
        units = [Unit(code=f"B{n:06}", kind="school", name=f"THCS số {n}", level="03") for n in range(1, schools + 2)]
        made = Unit.objects.bulk_create(units)
        codes = [one.code for one in curriculum.subjects(6, "compulsory")]
        with connection.cursor() as cursor:
            for statement in _FILL.format(large=LARGE, pupils=pupils, class_=CLASS).split(";\n"):
                cursor.execute(statement, [codes] if "%s" in statement else None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ids = [one.pk for one in made]
    return ids[0], ids[1:]


if __name__ == "__main__":
    sys.exit(main())
