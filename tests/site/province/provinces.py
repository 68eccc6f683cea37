"""A database with a province of a test's own, made by another process as the owner of the tables."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

SRC = Path(__file__).parents[3] / "src"
EMPTY = """TRUNCATE people_person, enrolment_schoolyear, enrolment_term, enrolment_subject, register_counter,
profiles_score, statistics_figure, statistics_count CASCADE"""
APPEND_ONLY = """SELECT DISTINCT 'ALTER TABLE ' || tgrelid::regclass FROM pg_trigger
WHERE tgfoid = 'audit_refuse'::regproc"""
NO_SCHOOLS = [
    "DELETE FROM units_seat s USING units_unit u WHERE u.id = s.unit_id AND u.kind = 'school'",
    "DELETE FROM units_edge e USING units_unit u WHERE u.id = e.child_id AND u.kind = 'school'",
    "DELETE FROM units_unit WHERE kind = 'school'",
]
WITH_MARKS = """
import django; django.setup()
from khuevan.site.province.making import load_plan
from khuevan.site.province.plans import *
small = (
    SchoolPlan(LOWER, {6: 2, 7: 1, 8: 1, 9: 1}, 14), SchoolPlan(PRIMARY, dict.fromkeys(range(1, 6), 1), 12),
    SchoolPlan(LOWER, {6: 1, 7: 1}, 10), SchoolPlan(UPPER, {10: 2, 11: 1}, 12), SchoolPlan(PRESCHOOL, {-1: 1, 0: 1}, 8),
)
load_plan(Plan((small, small[:2], small[2:3]), marks=True), SEED, processes=PROCESSES)
"""


def with_marks(seed, processes=1):
    """A script that makes eight small schools in three neighbourhoods, with two years of marks."""
    return WITH_MARKS.replace("SEED", str(seed)).replace("PROCESSES", str(processes))


class Province:
    """A database with a province; asks it questions as the owner."""

    def __init__(self, name):
        from khuevan.site.postgres import connection_url

        self.name = name
        self.url = connection_url("owner", name)

    def empty(self):
        """Take the schools and people out of a copy of the test database."""
        with psycopg.connect(self.url) as connection:
            guards = [row[0] for row in connection.execute(APPEND_ONLY).fetchall()]
            off, on = ([f"{guard} {verb} TRIGGER USER" for guard in guards] for verb in ("DISABLE", "ENABLE"))
            for statement in [*off, EMPTY, *NO_SCHOOLS, *on]:
                connection.execute(statement)

    def make(self, script, role="owner"):
        """Run a script on this database in another process."""
        environment = {**os.environ, "KHUEVAN_DB_NAME": self.name, "KHUEVAN_DB_ROLE": role}
        environment |= {"DJANGO_SETTINGS_MODULE": "khuevan.site.settings", "PYTHONPATH": str(SRC)}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def ask(self, statement, *values):
        """Rows of one statement."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement, values).fetchall()

    def one(self, statement, *values):
        """The only value of a statement."""
        return self.ask(statement, *values)[0][0]
