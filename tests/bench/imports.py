"""``python -m tests.bench.imports``: a list of 100,000 pupils through the spreadsheet door, beside a bare COPY.

The product's way is the whole one, as pages and worker call it: the .xlsx (20 columns, 15 of them read) is kept and
understood, columns are confirmed, every row is read, checked against what exists and staged, everything is checked
anew and written in one transaction with guardians, numbers, places in classes, ledger and what undo needs. Then all of
it is taken back.

The bare COPY is one transaction that puts the same resulting rows, taken from the tables that the import has just
filled, into empty copies of these tables with the same defaults, indexes, checks and foreign keys, without row-level
security and triggers. Two sums: the rows that were asked for (people, numbers, affiliations, guardianships, places in
classes), and all rows that the import leaves behind (those, staged rows, what undo needs, the ledger).
"""

import argparse
import io
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["KHUEVAN_DATA"] = os.environ.get("KHUEVAN_BENCH_DATA") or f"/var/tmp/khuevan-bench-{os.getuid()}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
sys.path.insert(0, str(Path(__file__).parents[2]))

import psycopg
import xlsxwriter

from khuevan.site import postgres
from tests.bench import machine
from tests.bench.programs import cpu_seconds
from tests.bench.tables import markdown, number
from tests.databases import admin, fingerprint, prepared

ASKED = (
    "people_person", "people_externalid", "people_affiliation", "people_guardianship", "enrolment_enrolment",
)  # fmt: skip
BESIDE = ("sheets_staged", "enrolment_listchange", "audit_entry")
PUPILS, PER_CLASS = 100_000, 40
FAMILY, MIDDLE = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"],
    ["Văn", "Thị", "Minh", "Ngọc", "Gia", "Thanh", "Quốc", "Hữu"],
)
GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Linh",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Uyên",
    "Việt",
    "Xuân",
    "Yến",
    "Đạt",
]
HEADER = [
    "STT", "Mã học sinh", "Số định danh cá nhân", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Nơi sinh", "Lớp",
    "Điện thoại", "Họ tên cha", "Điện thoại cha", "Họ tên mẹ", "Điện thoại mẹ", "Họ tên người giám hộ",
    "Điện thoại người giám hộ", "Khu vực", "Loại khuyết tật", "Đối tượng chính sách", "Ghi chú",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What one step took: seconds by the clock, and of processor time in Python and in the database."""

    name: str
    wall: float
    python: float
    database: float

    @property
    def cpu(self) -> float:
        """Processor time of both."""
        return self.python + self.database


class Watch:
    """Takes the times of steps on one connection of the database."""

    def __init__(self, backend: Callable[[], int]) -> None:
        self.backend = backend
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is within."""
        backend = self.backend()
        before = time.perf_counter(), time.process_time(), cpu_seconds(backend)
        yield
        after = time.perf_counter(), time.process_time(), cpu_seconds(backend)
        self.steps.append(Step(name, *(now - then for now, then in zip(after, before, strict=True))))
        print(f"  {name}: {after[0] - before[0]:.1f} s", file=sys.stderr, flush=True)


def list_of(pupils: int, classes: list[str]) -> bytes:
    """The file: nobody twice, two parents each, brothers and sisters share theirs."""
    chance = random.Random(2026)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for line, row in enumerate([HEADER, *_rows(chance, pupils, classes)]):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(line, column, cell)
    book.close()
    return out.getvalue()


def _rows(chance: random.Random, pupils: int, classes: list[str]) -> Iterator[list[Any]]:
    for n in range(pupils):
        family = n // 2 if n % 4 < 2 else n
        last = FAMILY[family % len(FAMILY)]
        name = f"{last} {chance.choice(MIDDLE)} {chance.choice(GIVEN)} {chance.choice(GIVEN)}"
        father, mother = f"{last} Văn {GIVEN[family % 20]}", f"{FAMILY[family // 7 % 10]} Thị {GIVEN[family // 3 % 20]}"
        yield [
            n + 1, f"79{n:08d}", f"072{2 + n % 2}{10 + n % 5}{n:06d}", name,
            f"{1 + n % 28:02d}/{1 + n % 12:02d}/{2010 + n % 5}",
            ("Nam", "Nữ")[n % 2], "Kinh", "Tây Ninh", classes[n // PER_CLASS % len(classes)], "", father,
            f"09{family:08d}", mother, f"08{family:08d}", "", "", "KV2", "", "", "",
        ]  # fmt: skip


@contextmanager
def scratch() -> Iterator[str]:
    """A database of its own, cloned from the tests' small province."""
    with postgres.running():
        template = prepared(f"khuevan_test_{fingerprint()}")
        name = f"{template}_imports"
        admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER khuevan_owner')
        try:
            os.environ["KHUEVAN_DB_NAME"] = name
            yield name
        finally:
            from django.db import connections

            connections.close_all()
            admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def measured(name: str, pupils: int) -> tuple[list[Step], list[Step], dict[str, int]]:
    """The product's steps, the steps of the bare COPY, and rows by table."""
    import django

    django.setup()
    from django.db import connection

    from khuevan.platform.sheets import api as sheets
    from khuevan.platform.sheets.tasks import work as run
    from tests.personas import acting_as, actor

    minh = actor("thay-minh")
    classes = _classes(name, minh.unit_id or 0, pupils)
    content = list_of(pupils, classes)
    print(f"  {pupils} dòng, {len(content) / 1e6:.1f} MB", file=sys.stderr, flush=True)
    with owner(name) as own:
        first = {
            table: own.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in (*ASKED, *BESIDE)
        }  # type: ignore[index]

    def backend() -> int:
        connection.ensure_connection()
        return connection.connection.info.backend_pid

    watch = Watch(backend)

    def state(wanted: str) -> None:
        with acting_as("thay-minh"):
            found = sheets.Import.objects.get(pk=one.pk)
        assert found.state == wanted, (found.state, found.note, found.counts, found.stops)

    with watch.step("nhận tệp"), acting_as("thay-minh"):
        one = sheets.receive(minh, minh.unit_id or 0, "pupils", content, "ds.xlsx")
        sheets.order_check(minh, one.pk)
    for verb, step, wanted in (("kiểm tra", None, "checked"), ("ghi", sheets.order_write, "done")):
        with watch.step(verb):
            if step:
                with acting_as("thay-minh"):
                    step(minh, one.pk)
            run(one.school_id, one.pk)
        state(wanted)
    bare, rows = _copied(name, first)
    with watch.step("hoàn tác"):
        with acting_as("thay-minh"):
            sheets.order_undo(minh, one.pk)
        run(one.school_id, one.pk)
    state("undone")
    return watch.steps, bare, rows


def owner(name: str) -> psycopg.Connection:
    """A connection as the owner of the tables, past row-level security."""
    return psycopg.connect(postgres.connection_url("admin", name))


def _classes(name: str, school: int, pupils: int) -> list[str]:
    """Classes for all, beside those of the school."""
    names = [f"{6 + n % 4}K{n // 4 + 1}" for n in range((pupils + PER_CLASS - 1) // PER_CLASS)]
    with owner(name) as own:
        own.execute(
            "INSERT INTO enrolment_schoolclass (school_id, uid, year, grade, name)"
            " SELECT %s, gen_random_uuid(), (SELECT max(year) FROM enrolment_schoolyear WHERE school_id = %s"
            " AND closed_at IS NULL), left(n, 1)::int, n FROM unnest(%s::text[]) n",
            [school, school, names],
        )
    return names


def _copied(name: str, first: dict[str, int]) -> tuple[list[Step], dict[str, int]]:
    """COPY of all rows that the import made into tables that are alike."""
    rows, files = {}, {}
    with owner(name) as own:
        _twins(own)
        for table, last in first.items():
            files[table] = io.BytesIO()
            columns = _columns(own, table)
            with own.cursor().copy(f"COPY (SELECT {columns} FROM {table} WHERE id > {last}) TO STDOUT") as copy:
                for block in copy:
                    files[table].write(block)
            rows[table] = files[table].getvalue().count(b"\n")
        own.commit()
        watch = Watch(lambda: own.info.backend_pid)
        for title, tables in (("chỉ dữ liệu", ASKED), ("phần còn lại", BESIDE)):
            with watch.step(title):
                for table in tables:
                    with own.cursor().copy(f"COPY bare.{table} ({_columns(own, table)}) FROM STDIN") as copy:
                        copy.write(files[table].getvalue())
                own.commit()
        own.execute("DROP SCHEMA bare CASCADE")
    return watch.steps, rows


def _columns(own: psycopg.Connection, table: str) -> str:
    found = own.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''", [table]
    ).fetchone()  # fmt: skip
    return str(found[0]) if found else ""


def _twins(own: psycopg.Connection) -> None:
    """Empty tables with the same columns, indexes, checks and foreign keys."""
    own.execute("CREATE SCHEMA bare")
    for table in (*ASKED, *BESIDE):
        own.execute(f"CREATE TABLE bare.{table} (LIKE public.{table} INCLUDING ALL)")
    for table in (*ASKED, *BESIDE):
        keys = own.execute(
            "SELECT pg_get_constraintdef(oid), confrelid::regclass::text FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f' AND conparentid = 0", [f"public.{table}"]
        ).fetchall()  # fmt: skip
        for text, other in keys:
            there = text.replace(f"REFERENCES {other}(", f"REFERENCES bare.{other}(") if other in ASKED else text
            own.execute(f"ALTER TABLE bare.{table} ADD {there}")


def tables(product: list[Step], bare: list[Step], rows: dict[str, int]) -> list[list[list[str]]]:
    """What is printed: every step, then the ratios."""
    lines = [["nhập danh sách học sinh", "giây", "CPU Python", "CPU CSDL"]]
    for title, steps in (("Khuê Văn", product), ("COPY trần", bare)):
        for one in steps:
            lines.append([f"{title}: {one.name}", *map(number, (one.wall, one.python, one.database))])
    way = [one for one in product if one.name != "hoàn tác"]
    wall, cpu = sum(one.wall for one in way), sum(one.cpu for one in way)
    ratios = [["nhận, kiểm tra và ghi so với COPY", "theo đồng hồ", "theo CPU"]]
    asked = bare[0]
    ratios.append(["chỉ dữ liệu được yêu cầu", f"× {number(wall / asked.wall)}", f"× {number(cpu / asked.cpu)}"])
    every = sum(one.wall for one in bare), sum(one.cpu for one in bare)
    ratios.append(["mọi dòng để lại", f"× {number(wall / every[0])}", f"× {number(cpu / every[1])}"])
    counted = [["dòng đã ghi", "số dòng"], *([table, str(count)] for table, count in rows.items())]
    return [lines, ratios, counted]


def main(pupils: int = PUPILS) -> list[list[list[str]]]:
    """Measure; the tables."""
    with scratch() as name:
        return tables(*measured(name, pupils))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.imports")
    parser.add_argument("--pupils", type=int, default=PUPILS)
    parser.add_argument("--json", action="store_true", help="the tables as JSON")
    options = parser.parse_args()
    found = main(options.pupils)
    print(
        json.dumps(found, ensure_ascii=False)
        if options.json
        else "\n\n".join([machine.description(), *map(markdown, found)])
    )
