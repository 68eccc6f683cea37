"""The gradebook of a whole province: ``python -m tests.bench.province [--schools 421] [--pupils 260]``.

A scratch database as for ``years``: schools of grades 6 to 9 with classes of 40, 13 subjects, a log-in for every
teacher, all marks of two terms (about four million rows), and not one average. Then, in one run:

- the year of every school computed again as the job does it, each in its transaction, under row-level security;
  beside it, school by school, the same rows read with COPY and written with COPY into tables of the same columns
  without keys, indexes and policies;
- the heaviest page of a book (most columns, largest class) opened through the whole stack, alone;
- 2,000 teachers, each with a connection and a class of their own, who save a column of marks in the same moment,
  through the server as `khuevan serve` runs it. Any answer but 200 ends the measurement.
"""

import argparse
import json
import resource
import secrets
import statistics
import subprocess
import sys
from typing import Any

from . import place  # first: the product asks it where to work

# isort: split
from . import cast, programs, years
from .database import owner as owner_of
from .gradebook import clocked, copied, queries, spent
from .tables import markdown, number

TEACHERS = 2000
_FILL = """
UPDATE gradebook_result SET academic = '', outcome = '';
INSERT INTO gradebook_result (school_id, school_class_id, student_id, term, rule_set, computed_at)
  SELECT school_id, school_class_id, student_id, t, 'TT22-2021', now()
  FROM enrolment_enrolment, generate_series(1, 2) t;
INSERT INTO gradebook_conduct (school_id, school_class_id, student_id, term, level, absences, updated_at)
  SELECT school_id, school_class_id, student_id, t, (array['T', 'T', 'T', 'K', 'D'])[1 + student_id % 5],
    student_id % 20, now() FROM enrolment_enrolment, generate_series(1, 2) t;
UPDATE enrolment_classsubject b SET regular_count = CASE s.form WHEN 'score' THEN 4 ELSE 2 END
  FROM enrolment_subject s WHERE s.code = b.subject_id;
INSERT INTO gradebook_markrow (school_id, class_subject_id, student_id, term, regular, midterm, final, updated_at)
  SELECT b.school_id, b.id, e.student_id, t,
    CASE s.form WHEN 'score' THEN array[m, 100 - m / 2, 60, m] ELSE array[1, 1] END,
    CASE s.form WHEN 'score' THEN m ELSE 1 END, CASE s.form WHEN 'score' THEN 40 + m / 2 ELSE 1 END, now()
  FROM enrolment_classsubject b JOIN enrolment_subject s ON s.code = b.subject_id
  JOIN enrolment_enrolment e ON e.school_id = b.school_id AND e.school_class_id = b.school_class_id
  CROSS JOIN generate_series(1, 2) t CROSS JOIN LATERAL (SELECT (35 + (e.student_id * 7 + b.id * 13) % 60)::int2 AS m);
INSERT INTO gradebook_markrow (school_id, class_subject_id, student_id, term, regular, updated_at)
  SELECT school_id, class_subject_id, student_id, 3, '{}', now() FROM gradebook_markrow WHERE term = 1;
INSERT INTO accounts_user (username, password, person_id, password_changed_at)
  SELECT lower(code), '', id, now() FROM people_person WHERE code LIKE 'T%';
INSERT INTO accounts_assignment (user_id, unit_id, kind, title, valid_from)
  SELECT u.id, f.school_id, 'teacher', '', '2020-08-01' FROM accounts_user u
  JOIN people_affiliation f ON f.person_id = u.person_id"""
_BOOKS = """
SELECT u.username, b.uid, json_object_agg(p.uid, m.midterm)
FROM enrolment_classsubject b JOIN accounts_user u ON u.person_id = b.teacher_id
JOIN enrolment_subject s ON s.code = b.subject_id AND s.form = 'score'
JOIN gradebook_markrow m ON m.school_id = b.school_id AND m.class_subject_id = b.id AND m.term = 2
JOIN people_person p ON p.id = m.student_id
WHERE b.id IN (SELECT min(id) FROM enrolment_classsubject GROUP BY school_id, teacher_id)
GROUP BY 1, 2 ORDER BY count(*) DESC, b.uid LIMIT %s"""
Book = tuple[str, str, dict[str, int]]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.province")
    parser.add_argument("--schools", type=int, default=421, help="số trường (mặc định: 421)")
    parser.add_argument("--pupils", type=int, default=260, help="số học sinh mỗi trường (mặc định: 260)")
    options = parser.parse_args()
    place.refuse_elsewhere()
    from khuevan.site import postgres

    with postgres.running(), years.scratch():
        import django

        django.setup()
        schools = fill(options.schools, options.pupils)
        for table in (recomputing(schools), page(), crowd()):
            print(markdown(table), end="\n\n", flush=True)
    return 0


def fill(schools: int, pupils: int) -> list[int]:
    """Everything but averages; the ids of the schools."""
    from django.db import connection, transaction

    first, others = years.fill(schools - 1, pupils)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FILL.split(";\n"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return [first, *others]


def recomputing(schools: list[int]) -> list[list[str]]:
    """Marks to promotion, school by school, beside COPY of the same rows."""
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.gradebook.api import recompute

    rows, ours, copy = 0, 0.0, 0.0
    years.log_in("app")
    with owner_of(years.NAME) as owner:
        for done, school in enumerate(schools):
            with clocked() as clock, acting(Scope("staff", frozenset({school}))):
                recompute(school, cast.YEAR)
            ours += clock[0]
            with clocked() as clock:
                rows += copied(owner, school)
            copy += clock[0]
            if done % 50 == 0:
                print(f"  {done}/{len(schools)}", file=sys.stderr, flush=True)
    head = ["tính lại cả năm của cả tỉnh", "dòng", "giây", "dòng mỗi giây", "gấp COPY"]
    lines = [
        ["COPY ra và vào", str(rows), number(copy), f"{rows / copy:.0f}", number(1)],
        [f"{len(schools)} trường, lần lượt", str(rows), number(ours), f"{rows / ours:.0f}", number(ours / copy)],
    ]
    return [head, *lines]


def page() -> list[list[str]]:
    """The largest book, opened again and again."""
    (username, book, marks), *_ = books(1)
    years.log_in("app")
    client = _client(username)

    def open_() -> None:
        answer = client.get(f"/gradebook/books/{book}/", {"term": cast.TERM})
        assert answer.status_code == 200, answer.status_code

    for _ in range(10):
        open_()
    found = [spent(open_) for _ in range(60)]
    wall, cpu = (statistics.median(one[n] for one in found) * 1000 for n in (0, 1))
    return [
        ["mở sổ nặng nhất giữa cả tỉnh", "đo được"],
        ["học sinh", str(len(marks))],
        ["thời gian ở máy chủ, trung vị", f"{number(wall)} ms"],
        ["thời gian xử lí: Python và PostgreSQL", f"{number(cpu)} ms"],
        ["số truy vấn", str(queries(open_))],
    ]


def crowd() -> list[list[str]]:
    """All teachers save in one moment; then every mark is looked up."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    found = books(TEACHERS)
    with programs.server(years.NAME, KHUEVAN_DB_ROLE="app") as (port, _):
        plan = {"port": port, "seconds": 0, "most": len(found), "callers": [[_save(one, port)] for one in found]}
        command = [sys.executable, "-m", "tests.bench.load"]
        done = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True, cwd=programs.ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    saved = sum(len(json.loads(answer)["saved"]) for answer in said["answers"])
    wanted = sum(len(marks) for _, _, marks in found)
    assert saved == wanted, f"{saved} of {wanted}"
    with owner_of(years.NAME) as owner:
        held = owner.execute("SELECT count(*) FROM gradebook_markrow WHERE term = 2 AND midterm = 99").fetchone()
    assert held == (wanted,), f"{held} of {wanted}"
    times = sorted(said["times"])
    return [
        ["cùng một lúc", "đo được"],
        ["thầy cô lưu", str(len(found))],
        ["điểm đã ghi, không lỗi nào", str(saved)],
        ["xong tất cả sau", f"{number(said['seconds'])} s"],
        ["lượt lưu mỗi giây", number(len(found) / said["seconds"])],
        ["chờ: một nửa, 99 %", f"{number(times[len(times) // 2])} s, {number(times[len(times) * 99 // 100])} s"],
    ]


def books(most: int) -> list[Book]:
    """So many teachers, each with a book of theirs and its midterm marks; the largest classes first."""
    with owner_of(years.NAME) as owner:
        found: list[Book] = [(name, str(book), marks) for name, book, marks in owner.execute(_BOOKS, [most])]
    assert len(found) == most, f"Only {len(found)} teachers have a book."
    return found


def _client(username: str) -> Any:
    from django.test import Client

    from khuevan.registry.accounts.api import User

    client = Client()
    client.force_login(User.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _save(book: Book, port: int) -> str:
    """The request that sets every midterm mark to 9,9, whole."""
    username, uid, marks = book
    cookies, token = _client(username).cookies, secrets.token_hex(16)
    edits = [{"row": pupil, "column": "gk", "value": 99, "base": mark} for pupil, mark in marks.items()]
    body = json.dumps({"edits": edits})
    lines = [
        f"POST /gradebook/books/{uid}/{cast.TERM}/save HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: sessionid={cookies['sessionid'].value}; csrftoken={token}",
        f"X-CSRFToken: {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines) + "\r\n\r\n" + body


if __name__ == "__main__":
    sys.exit(main())
