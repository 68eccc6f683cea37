"""A province of some size under a web server of its own, with those who open its pages."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .. import cast, programs, scenarios
from ..cast import Parent, Teacher
from ..database import clone, environment, owner
from ..measure import CALLERS
from ..scenarios import Scenario
from ..sessions import Session
from . import pages
from .finding import scenarios as found_in

LEADER, SO, MOTHER = "thay-minh", "anh-binh", "chi-hoa"
"""Of the story: the same school and the same family at both sizes."""
_PUPIL_YEARS = "SELECT count(*) FROM enrolment_enrolment WHERE ends_on IS NULL"
_BYTES = "SELECT pg_database_size(current_database())"


@dataclass
class Side:
    """How many schools, the database, the server's port and process, what is asked of it, what cannot be, and the
    seconds of each page's first opening."""

    schools: int
    database: str
    port: int
    root: int
    asked: dict[str, Scenario]
    missing: dict[str, str]
    first: dict[str, float]
    pupil_years: int
    bytes: int
    memory: dict[str, float] = field(default_factory=dict)


@contextmanager
def side(schools: int) -> Iterator[Side]:
    """One of the two, for as long as it is measured."""
    with clone(schools) as name:
        # The province's analysis as after a night: workers count it, and one side has none.
        command = [sys.executable, "-m", "tests.bench.whole.overnight"]
        subprocess.run(command, env=environment(name), cwd=programs.ROOT, check=True)
        with programs.server(name, KHUEVAN_PROXIES="1") as (port, root):
            yield _side(schools, name, port, root)


def _side(schools: int, name: str, port: int, root: int) -> Side:
    with owner(name) as connection:
        teachers, parents = cast.teachers(connection, CALLERS), cast.parents(connection, CALLERS)
        rows, size = (connection.execute(sql).fetchone()[0] for sql in (_PUPIL_YEARS, _BYTES))  # type: ignore[index]
    first: dict[str, float] = {}
    asked = _asked(port, root, teachers, parents, first)
    fit = {title: one for title, one in asked.items() if isinstance(one, Scenario)}
    missing = {title: one for title, one in asked.items() if isinstance(one, str)}
    return Side(schools, name, port, root, fit, missing, first, rows, size)


def _asked(
    port: int, root: int, teachers: list[Teacher], parents: list[Parent], first: dict[str, float]
) -> dict[str, Scenario | str]:
    """Everything by title; log-ins are limited, so each person logs in once."""
    staff, families = scenarios.logged_in(port, teachers), scenarios.logged_in(port, parents)
    asked: dict[str, Scenario | str] = {one.name: one for one in scenarios.product((port, root), staff, families)}
    there = {name: Session(port, name) for name in (LEADER, SO, MOTHER)}
    nobody = Session(port)
    for some, people in (
        (pages.TEACHER, [(session, one._asdict()) for one, session in staff]),
        (pages.LEADER, [(there[LEADER], {})] * CALLERS),
        (pages.AUTHORITY, [(there[SO], {})] * CALLERS),
        (pages.FAMILY, [(session, one._asdict()) for one, session in families]),
        (pages.MOTHER, [(there[MOTHER], {})] * CALLERS),
        (pages.PUBLIC, [(nobody, {})] * CALLERS),
    ):
        asked |= found_in(port, root, some, people, first)
    return asked
