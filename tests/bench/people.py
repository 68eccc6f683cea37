"""How fast one new pupil is sought among 250,000: ``python -m tests.bench.people [--pupils N] [--times N]``.

A scratch database gets synthetic pupils with two parents each by COPY and is dropped again. Names that come apart are
asked for as the Sở and as a school asks; beside it, in the same run, one person is read by code. Prints Markdown.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("KHUEVAN_DATA", f"/var/tmp/khuevan-bench-{os.getuid()}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
sys.path.insert(0, str(Path(__file__).parents[2]))

import django

from khuevan.kernel.ids import person_code, uuid7
from khuevan.kernel.text import fold, search_text, sort_key

FAMILIES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Hoàng Ngọc Minh Gia Bảo Thanh Kim Quốc Hữu Đức Thu Mỹ Phương Anh Nhật Khánh Xuân Tuấn".split()
GIVENS = (
    "An Ánh Anh Bình Bảo Châu Chi Cường Dũng Duy Đạt Đức Giang Hà Hân Hải Hạnh Hiếu Hoa Hòa Hùng Hưng Huy Khang Khoa Kiên"
    " Lan Linh Long Mai Minh My Nam Ngân Nghĩa Nhi Như Phát Phong Phúc Quân Quỳnh Sơn Tâm Thảo Thư Tiên Trang Trí Tú Vy Yến"
).split()
SCHOOLS, SCHOOL = 250, 1_000_000
DAY = "2025-09-05"


def main() -> None:
    """Fill, measure, print, drop."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.people")
    options.add_argument("--pupils", type=int, default=250_000)
    options.add_argument("--times", type=int, default=300)
    given = options.parse_args()
    from khuevan.site import postgres
    from khuevan.site.postgres.locks import exclusive
    from tests.conftest import admin

    with postgres.running(), exclusive(postgres.data_dir() / "bench-people.lock"):
        name = "khuevan_bench_people"
        admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin(f'CREATE DATABASE "{name}" OWNER khuevan_owner TEMPLATE template0')
        try:
            _prepare(name)
            size = _fill(name, given.pupils)
            print(table(given.pupils, given.times, size))
        finally:
            _close()
            admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _prepare(name: str) -> None:
    """Tables as the product has them, made by their owner; afterwards Django asks as the application."""
    import subprocess

    environment = {**os.environ, "KHUEVAN_DB_NAME": name}
    command = [sys.executable, "-m", "django", "migrate", "-v0"]
    subprocess.run(command, env={**environment, "KHUEVAN_DB_ROLE": "owner"}, check=True)
    os.environ["KHUEVAN_DB_NAME"] = name
    django.setup()


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _fill(name: str, pupils: int) -> float:
    """Pupils, parents and schools by COPY; megabytes of the index that is searched."""
    import psycopg

    from khuevan.site import postgres

    tables = ("people_person", "people_affiliation", "people_guardianship", "units_unit")
    with psycopg.connect(postgres.connection_url("owner", name)) as connection:
        for table in tables:
            connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        _copy(connection, "units_unit (id, uid, code, kind, name, level, address)", _schools())
        columns = "id, uid, code, full_name, sort_key, search_key, sex, birth_year, birth_month, birth_day, ethnicity,"
        people = f"people_person ({columns} birth_place, phone, school_ids, staff_ids)"
        _copy(connection, people, _people(pupils))
        _copy(connection, "people_affiliation (person_id, school_id, kind, title, valid_from)", _known(pupils))
        guardians = "people_guardianship (guardian_id, student_id, relation, valid_from)"
        _copy(connection, guardians, _answering(pupils))
        connection.commit()
        for table in tables:
            connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
        size = connection.execute("SELECT pg_relation_size('people_person_likeness')").fetchone()
    assert size
    return float(size[0]) / 1e6


def _copy(connection: object, into: str, rows: Iterator[tuple]) -> None:
    with connection.cursor().copy(f"COPY {into} FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def _schools() -> Iterator[tuple]:
    for number in range(SCHOOLS):
        yield SCHOOL + number, uuid7(), f"B{number:05d}", "school", f"Trường {number}", "", ""


def _name(dice: random.Random) -> str:
    return f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVENS)}"


def pupil(number: int) -> tuple[str, tuple[int, int, int], int]:
    """Name, day of birth and school of a pupil; the same in every run."""
    dice = random.Random(number)  # noqa: S311 - synthetic people
    return _name(dice), (2008 + dice.randrange(12), 1 + dice.randrange(12), 1 + dice.randrange(28)), number % SCHOOLS


def mother(number: int) -> tuple[str, str]:
    """Name and telephone of a pupil's mother."""
    return _name(random.Random(-number - 1)), f"0900{number:06d}"  # noqa: S311 - synthetic people


def _people(pupils: int) -> Iterator[tuple]:
    for number in range(pupils):
        name, birth, school = pupil(number)
        schools = [SCHOOL + school]
        keys = (sort_key(name), search_text(name))
        yield number + 1, uuid7(), person_code(number), name, *keys, 1, *birth, "01", "", "", schools, []
        her, phone = mother(number)
        keys, code = (sort_key(her), search_text(her)), person_code(pupils + number)
        born = (birth[0] - 28, None, None)
        yield pupils + number + 1, uuid7(), code, her, *keys, 2, *born, "01", "", phone, schools, []


def _known(pupils: int) -> Iterator[tuple]:
    for number in range(pupils):
        yield number + 1, SCHOOL + number % SCHOOLS, "pupil", "", DAY
        yield pupils + number + 1, SCHOOL + number % SCHOOLS, "guardian", "", DAY


def _answering(pupils: int) -> Iterator[tuple]:
    for number in range(pupils):
        yield pupils + number + 1, number + 1, "mother", DAY


def sought(number: int) -> object:
    """A pupil as somebody else wrote them down: no accents, another order, no middle name, day and month swapped."""
    from khuevan.registry.identity.api import Side

    name, (year, month, day), _school = pupil(number)
    words = name.split()
    ways = (fold(name), " ".join((words[-1], *words[:-1])), f"{words[0]} {words[-1]}", name)
    birth = (year, day, month) if number % 5 == 4 and day <= 12 else (year, month, day)
    return Side(ways[number % 4], birth, guardians=(mother(number),))


def _timed(ask: Callable[[int], object], numbers: list[int]) -> list[float]:
    times = []
    for number in numbers:
        began = time.perf_counter()
        ask(number)
        times.append(1000 * (time.perf_counter() - began))
    return sorted(times)


def table(pupils: int, times: int, size: float) -> str:
    """The Markdown."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from khuevan.registry.identity.api import look_for
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.registry.people.api import Person

    dice = random.Random(7)  # noqa: S311 - which ones are asked for
    numbers = [dice.randrange(pupils) for _ in range(times)]
    lines, missed = [], 0
    scopes = {"Sở": Scope("province"), "trường": Scope("staff", frozenset({SCHOOL}))}
    plain = 1.0
    for who, scope in scopes.items():
        with acting(scope):
            by_code = _timed(lambda number: list(Person.objects.filter(code=person_code(number))), numbers)
            with CaptureQueriesContext(connection) as queries:
                look_for(sought(numbers[0]), beyond=who != "Sở")  # type: ignore[arg-type]
            found = {number: look_for(sought(number), beyond=who != "Sở") for number in numbers}  # type: ignore[arg-type]
            spent = _timed(lambda number: look_for(sought(number), beyond=who != "Sở"), numbers)  # type: ignore[arg-type]
        if who == "Sở":
            missed = sum(number + 1 not in {one.person.id for one in found[number].matches} for number in numbers)
        plain = statistics.median(by_code)
        lines.append((f"tìm hồ sơ trùng, {who}", spent, len(queries)))
        lines.append((f"đọc một người theo mã, {who}", by_code, 1))
    head = f"| một học sinh mới giữa {pupils:,} | p50 ms | p99 ms | truy vấn |\n| --- | ---: | ---: | ---: |"
    rows = [
        f"| {what} | {statistics.median(spent):.2f} | {spent[int(0.99 * len(spent)) - 1]:.2f} | {queries} |"
        for what, spent, queries in lines
    ]
    ratio = statistics.median(lines[2][1]) / plain
    said = f"Chỉ mục: {size:.1f} MB. So với đọc theo mã: × {ratio:.1f}. Không tìm ra: {missed} trong {times}."
    return "\n".join([head, *rows, "", said])


if __name__ == "__main__":
    main()
