"""The operations centre of a whole province: ``python -m tests.bench.ioc [--schools 421] [--pupils 260]``.

A scratch database as for ``years``: schools of grades 6 to 9 with classes of 40, 13 subjects, averages of two terms and
the year for every pupil (about four million), results of the year. Then, in one run:

- all figures counted from the tables, as the nightly check does, and counted once more when nothing has changed;
- the first view opened by the Sở through the whole stack of middleware, without a network, and asked again while
  nothing changes;
- a mark saved by its teacher through the gradebook, with a worker as `khuevan serve` runs it: from the commit until
  the figure of the province has changed, seen by asking every 5 ms. Each save changes one average.
"""

import argparse
import os
import re
import statistics
import sys
import time
from typing import Any

from . import place  # first: the product asks it where to work

# isort: split
from khuevan.site.cli.children import end
from khuevan.site.cli.programs import jobs

from . import cast, years
from .gradebook import clocked, queries, spent
from .province import _client as client_of
from .province import books
from .tables import markdown, number

OPENED, SAVED = 60, 30
BOARD = "/ioc/"
_FILL = """
UPDATE gradebook_result SET academic = (array['T', 'K', 'K', 'D', 'CD'])[1 + student_id % 5];
UPDATE enrolment_classsubject b SET regular_count = CASE s.form WHEN 'score' THEN 4 ELSE 2 END
  FROM enrolment_subject s WHERE s.code = b.subject_id;
INSERT INTO gradebook_markrow (school_id, class_subject_id, student_id, term, regular, midterm, final, average,
    updated_at)
  SELECT b.school_id, b.id, e.student_id, t,
    CASE WHEN t = 3 THEN '{}' WHEN s.form = 'score' THEN array[m, m, m, m] ELSE array[1, 1] END,
    CASE WHEN t = 3 THEN NULL WHEN s.form = 'score' THEN m ELSE 1 END,
    CASE WHEN t = 3 THEN NULL WHEN s.form = 'score' THEN m ELSE 1 END,
    CASE s.form WHEN 'score' THEN m ELSE 1 END, now()
  FROM enrolment_classsubject b JOIN enrolment_subject s ON s.code = b.subject_id
  JOIN enrolment_enrolment e ON e.school_id = b.school_id AND e.school_class_id = b.school_class_id
  CROSS JOIN generate_series(1, 3) t CROSS JOIN LATERAL (SELECT (35 + (e.student_id * 7 + b.id * 13) % 60)::int2 AS m);
INSERT INTO accounts_user (username, password, person_id, password_changed_at)
  SELECT lower(code), '', id, now() FROM people_person WHERE code LIKE 'T%';
INSERT INTO accounts_assignment (user_id, unit_id, kind, title, valid_from)
  SELECT u.id, f.school_id, 'teacher', '', '2020-08-01' FROM accounts_user u
  JOIN people_affiliation f ON f.person_id = u.person_id;
INSERT INTO units_seat (unit_id, area_id, valid_from)
  SELECT u.id, a.ids[1 + u.id % cardinality(a.ids)], '2025-07-01' FROM units_unit u, (SELECT array_agg(c.id) AS ids
    FROM units_area c JOIN units_area p ON p.id = c.parent_id AND p.code = '80' WHERE c.level = 'commune'
    AND c.valid_to IS NULL) a WHERE u.kind = 'school';
INSERT INTO units_unit (uid, code, kind, name, level, address, more_levels)
  VALUES (gen_random_uuid(), 'SGD', 'department', 'Sở', '', '', '{}');
INSERT INTO accounts_user (username, password, password_changed_at) VALUES ('so', '', now());
INSERT INTO accounts_assignment (user_id, unit_id, kind, title, valid_from)
  SELECT u.id, o.id, 'authority', '', '2020-08-01' FROM accounts_user u, units_unit o
  WHERE u.username = 'so' AND o.code = 'SGD'"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ioc")
    parser.add_argument("--schools", type=int, default=421, help="số trường (mặc định: 421)")
    parser.add_argument("--pupils", type=int, default=260, help="số học sinh mỗi trường (mặc định: 260)")
    options = parser.parse_args()
    place.refuse_elsewhere()
    from khuevan.site import postgres

    with postgres.running(), years.scratch():
        import django

        django.setup()
        fill(options.schools, options.pupils)
        years.log_in("app")
        for table in (counting(), view(), change()):
            print(markdown(table), end="\n\n", flush=True)
    return 0


def fill(schools: int, pupils: int) -> None:
    """Everything but the figures."""
    from django.db import connection, transaction

    years.fill(schools - 1, pupils)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FILL.split(";\n"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def counting() -> list[list[str]]:
    """All figures from nothing, and again."""
    from khuevan.insight.statistics.api import Figure, rebuild
    from khuevan.registry.isolation.api import Scope, acting

    lines = []
    for title in ("từ đầu", "lần nữa, không gì đổi"):
        with clocked() as clock, acting(Scope("province")):
            changed = rebuild()
        lines.append([title, str(changed), number(clock[0])])
    with acting(Scope("province")):
        lines.append(["số liệu đang giữ", str(Figure.objects.count()), ""])
    years.log_in("owner")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE statistics_figure")
    years.log_in("app")
    return [["tính số liệu cả tỉnh từ các bảng", "số liệu đổi", "giây"], *lines]


def view() -> list[list[str]]:
    """The first view, again and again."""
    from khuevan.insight.ioc.queries.board import _kept as kept

    client = client_of("so")

    def open_() -> None:
        answer = client.get(BOARD)
        assert answer.status_code == 200, answer.status_code

    again = re.search(r'data-board hx-get="([^"]+)"', client.get(BOARD).content.decode())[1].replace("&amp;", "&")

    def ask() -> None:
        assert client.get(again).status_code == 204

    def first() -> None:
        kept.clear()
        open_()

    works = (("mở trang đầu, sau khi số vừa đổi", first), ("mở trang đầu", open_), ("hỏi lại khi chưa gì đổi", ask))
    lines = []
    for title, work in works:
        for _ in range(10):
            work()
        found = [spent(work) for _ in range(OPENED)]
        wall, cpu = (statistics.median(one[n] for one in found) * 1000 for n in (0, 1))
        lines.append([title, f"{number(wall)} ms", f"{number(cpu)} ms", str(queries(work))])
    return [["trung tâm điều hành của Sở", "ở máy chủ, p50", "xử lí: Python và PostgreSQL", "truy vấn"], *lines]


def change() -> list[list[str]]:
    """From a saved mark to the figure of the province."""
    workers = jobs()
    os.environ["KHUEVAN_DB_ROLE"] = "app"
    for worker in workers:
        worker.start()
    try:
        first, *others = books(SAVED + 1)
        _save(first)  # until the worker has started
        found = sorted(_save(book) for book in others)
    finally:
        os.environ["KHUEVAN_DB_ROLE"] = "owner"
        end(workers)
    return [
        ["một con điểm đổi: từ lúc lưu xong đến số của tỉnh", "đo được"],
        ["lượt lưu", str(len(found))],
        ["một nửa", f"{number(found[len(found) // 2] * 1000)} ms"],
        ["lâu nhất", f"{number(found[-1] * 1000)} ms"],
    ]


def _save(book: tuple[str, str, dict[str, int]]) -> float:
    """Seconds until the sum of averages that the Sở sees is another."""
    username, uid, marks = book
    pupil, mark = next(iter(marks.items()))
    client, before = client_of(username), _sum()
    value = 100 if mark < 90 else 0
    body = {"edits": [{"row": pupil, "column": "ck", "value": value, "base": mark}]}
    answer = client.post(f"/gradebook/books/{uid}/{cast.TERM}/save", body, content_type="application/json")
    assert answer.json()["saved"], answer.json()
    start = time.perf_counter()
    while _sum() == before:
        time.sleep(0.005)
        assert time.perf_counter() - start < 60, "no worker counts"
    return time.perf_counter() - start


def _sum() -> Any:
    from django.db.models import Sum

    from khuevan.insight.statistics.api import Figure
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        rows = Figure.objects.filter(year=cast.YEAR, measure="diem_tong", part=cast.TERM)
        return rows.aggregate(n=Sum("value"))["n"]


if __name__ == "__main__":
    sys.exit(main())
