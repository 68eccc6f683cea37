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
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("KHUEVAN_DATA", f"/var/tmp/khuevan-bench-{os.getuid()}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
sys.path.insert(0, str(Path(__file__).parents[2]))

import django

from khuevan.kernel.ids import person_code, uuid7
from khuevan.kernel.text import fold, search_text, sort_key

FAMILIES = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Hoàng",
    "Ngọc",
    "Minh",
    "Gia",
    "Bảo",
    "Thanh",
    "Kim",
    "Quốc",
    "Hữu",
    "Đức",
    "Thu",
    "Mỹ",
    "Phương",
    "Anh",
    "Nhật",
    "Khánh",
    "Xuân",
    "Tuấn",
]
GIVENS = [
    "An",
    "Ánh",
    "Anh",
    "Bình",
    "Bảo",
    "Châu",
    "Chi",
    "Cường",
    "Dũng",
    "Duy",
    "Đạt",
    "Đức",
    "Giang",
    "Hà",
    "Hân",
    "Hải",
    "Hạnh",
    "Hiếu",
    "Hoa",
    "Hòa",
    "Hùng",
    "Hưng",
    "Huy",
    "Khang",
    "Khoa",
    "Kiên",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Minh",
    "My",
    "Nam",
    "Ngân",
    "Nghĩa",
    "Nhi",
    "Như",
    "Phát",
    "Phong",
    "Phúc",
    "Quân",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thư",
    "Tiên",
    "Trang",
    "Trí",
    "Tú",
    "Vy",
    "Yến",
]
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
    from tests.databases import admin

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
    dice = random.Random(number)
    return _name(dice), (2008 + dice.randrange(12), 1 + dice.randrange(12), 1 + dice.randrange(28)), number % SCHOOLS


def mother(number: int) -> tuple[str, str]:
    """Name and telephone of a pupil's mother."""
    return _name(random.Random(-number - 1)), f"0900{number:06d}"


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


def sought(number: int) -> Any:
    """A pupil as somebody else wrote them down: no accents, another order, no middle name, day and month swapped."""
    from khuevan.registry.identity.api import Side

    name, (year, month, day), _school = pupil(number)
    words = name.split()
    ways = (fold(name), " ".join((words[-1], *words[:-1])), f"{words[0]} {words[-1]}", name)
    birth = (year, day, month) if number % 5 == 4 and day <= 12 else (year, month, day)
    return Side(ways[number % 4], birth, guardians=(mother(number),))


def _look(beyond: bool, number: int) -> Any:
    from khuevan.registry.identity.api import look_for

    return look_for(sought(number), beyond=beyond)


def _by_code(number: int) -> Any:
    from khuevan.registry.people.api import Person

    return list(Person.objects.filter(code=person_code(number)))


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

    from khuevan.registry.isolation.api import Scope, acting

    dice = random.Random(7)
    numbers = [dice.randrange(pupils) for _ in range(times)]
    lines, missed = [], 0
    for who, scope in {"Sở": Scope("province"), "trường": Scope("staff", frozenset({SCHOOL}))}.items():
        ask = partial(_look, who != "Sở")
        with acting(scope):
            by_code = _timed(_by_code, numbers)
            with CaptureQueriesContext(connection) as queries:
                answers = [ask(numbers[0])]
            asked = len(queries)
            answers += [ask(number) for number in numbers[1:]]
            spent = _timed(ask, numbers)
        if who == "Sở":
            found = zip(numbers, answers, strict=True)
            missed = sum(number + 1 not in {match.person.id for match in answer.matches} for number, answer in found)
        lines += [(f"tìm hồ sơ trùng, {who}", spent, asked), (f"đọc một người theo mã, {who}", by_code, 1)]
    head = f"| một học sinh mới giữa {pupils:,} | p50 ms | p99 ms | truy vấn |\n| --- | ---: | ---: | ---: |"
    rows = [
        f"| {what} | {statistics.median(spent):.2f} | {spent[int(0.99 * len(spent)) - 1]:.2f} | {queries} |"
        for what, spent, queries in lines
    ]
    ratios = [statistics.median(lines[n][1]) / statistics.median(lines[n + 1][1]) for n in (0, 2)]
    said = f"Chỉ mục: {size:.1f} MB. So với đọc theo mã: Sở × {ratios[0]:.1f}, trường × {ratios[1]:.1f}."
    said += f" Không tìm ra: {missed} trong {times}."
    return "\n".join([head, *rows, "", said])


if __name__ == "__main__":
    main()
