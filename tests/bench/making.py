"""A province made from nothing: ``python -m tests.bench.making [--schools 421]``.

An empty scratch database as for ``years``; ``khuevan province`` fills it in a process of its own. Then its rows are
counted, and what they take on disk.
"""

import argparse
import os
import re
import subprocess
import sys
import time

from . import place  # first: the product asks it where to work

# isort: split
from . import years
from .database import environment
from .database import owner as owner_of
from .tables import Table, markdown, number

LINES = {
    "trường": "SELECT count(*) FROM units_unit WHERE kind = 'school'",
    "học sinh năm nay": """SELECT count(DISTINCT student_id) FROM enrolment_enrolment
        WHERE year = 2025 AND ends_on IS NULL""",
    "học sinh trong hai năm": "SELECT count(DISTINCT student_id) FROM enrolment_enrolment",
    "cán bộ, giáo viên": "SELECT count(DISTINCT person_id) FROM people_affiliation WHERE kind = 'staff'",
    "người giám hộ": "SELECT count(DISTINCT guardian_id) FROM people_guardianship",
    "dòng điểm và mức": """SELECT (SELECT count(*) FROM gradebook_markrow)
        + (SELECT count(*) FROM gradebook_primarymark) + (SELECT count(*) FROM gradebook_primarytraits)
        + (SELECT count(*) FROM gradebook_conduct)""",
    "sổ có nhật ký": "SELECT count(*) FROM audit_head",
}
PUPIL_YEARS = """SELECT count(*) FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.id = e.school_class_id
WHERE e.ends_on IS NULL AND c.grade <= 12"""
SIZE = "SELECT pg_database_size(current_database())"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.making")
    parser.add_argument("--schools", type=int, default=421, help="số trường (mặc định: 421)")
    schools = parser.parse_args().schools
    place.refuse_elsewhere()
    from khuevan.site import postgres

    with postgres.running(), years.scratch():
        began = time.monotonic()
        command = [sys.executable, "-m", "khuevan.site.cli", "province", f"--schools={schools}", "--seed=1"]
        subprocess.run(command, env=environment(years.NAME), check=True, stdout=sys.stderr)
        print(markdown(table(years.NAME, time.monotonic() - began)))
    return 0


def table(name: str, seconds: float | None = None) -> Table:
    """What is in the database, and what it takes."""
    with owner_of(name) as connection:
        counts = {what: connection.execute(sql).fetchone()[0] for what, sql in LINES.items()}  # type: ignore[index]
        pupil_years, size = (connection.execute(sql).fetchone()[0] for sql in (PUPIL_YEARS, SIZE))  # type: ignore[index]
    lines = [[what, _thousands(count)] for what, count in counts.items()]
    lines += [
        ["trên đĩa", f"{number(size / 1e9)} GB"],
        ["mỗi học sinh mỗi năm học", f"{number(size / pupil_years / 1e3)} kB"],
    ]
    if seconds is not None:
        lines.append(["thời gian", f"{number(seconds / 60)} phút"])
    return [["tỉnh giả lập", f"đo được ({os.cpu_count()} lõi)"], *lines]


def _thousands(count: int) -> str:
    return re.sub(r"\B(?=(\d{3})+$)", ".", str(count))


if __name__ == "__main__":
    sys.exit(main())
