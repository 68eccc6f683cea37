"""An evening of comments, and how different they read: ``python -m tests.bench.comments [--real FILE.csv.gz]``.

400 pupils through the pages: the comments of some secondary books are emptied, then each class is opened, proposed and
saved whole by its teacher, as the two buttons do, with ledger and all. Times are of the server: clock and processor.
``--real``: comments of real classes, a CSV with the columns lop, mon, nhan_xet, muc_do (never kept here); for classes
of the same size and levels the product's proposals are counted beside them.
"""

import argparse
import csv
import gzip
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import place  # first: the product asks it where to work

# isort: split
from .database import clone, owner
from .machine import description
from .tables import Table, markdown, number

PUPILS = 400
TERM = 2
_BOOKS = """
SELECT u.username, b.uid, b.id FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.id = b.school_class_id
JOIN enrolment_subject s ON s.code = b.subject_id AND s.form = 'score'
JOIN accounts_user u ON u.person_id = b.teacher_id
WHERE c.year = 2025 AND c.grade >= 6 AND (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1
  AND NOT EXISTS (SELECT FROM gradebook_termlock l
    WHERE l.school_id = c.school_id AND l.year = c.year AND l.term = 2 AND l.lifted_at IS NULL)
ORDER BY b.id LIMIT 40"""
_TEXT = re.compile(r'<textarea[^>]*name="(text-[^"]+)"[^>]*>\n?([^<]*)</textarea>')
_SUBJECTS = {
    "toán": "TOAN", "tiếng việt": "TV", "giáo dục thể chất": "GDTC", "ngoại ngữ tiếng anh": "NN1", "đạo đức": "DD",
    "nghệ thuật (mĩ thuật)": "NT_MT", "nghệ thuật (âm nhạc)": "NT_AN", "hoạt động trải nghiệm": "HDTN",
    "th-cn (tin học)": "THCN_TIN", "công nghệ": "THCN_CN", "tự nhiên và xã hội": "TNXH",
    "lịch sử và địa lí": "LSDL", "khoa học": "KH",
}  # fmt: skip
_BANDS = {"Vận dụng": 4, "Hiểu": 3, "Biết": 2}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.comments")
    parser.add_argument("--real", type=Path, help="tệp nhận xét thật để so sánh (CSV, nén gzip)")
    real = parser.parse_args().real
    place.refuse_elsewhere()
    with clone() as guarded:
        books = _emptied(guarded)
        os.environ["KHUEVAN_DB_NAME"] = guarded
        tables = [_evening(books)]
    if real:
        tables.append(_beside(real))
    print("\n\n".join([f"Đo trên {description()}.", *map(markdown, tables)]))
    return 0


def _emptied(name: str) -> list[tuple[str, Any]]:
    """Teachers and books without comments in the term."""
    with owner(name) as connection:
        found = connection.execute(_BOOKS).fetchall()
        keys = [row[2] for row in found]
        connection.execute("UPDATE gradebook_markrow SET comment = '' WHERE class_subject_id = any(%s)", [keys])
    return [(row[0], row[1]) for row in found]


def _evening(books: list[tuple[str, Any]]) -> Table:
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    done, distinct, times = 0, 0, []
    for username, uid in books:
        if done >= PUPILS:
            break
        clock, processor = time.perf_counter(), time.process_time()
        texts = _written(username, uid)
        times.append((time.perf_counter() - clock, time.process_time() - processor))
        done, distinct = done + len(texts), distinct + len(set(texts))
    clock, processor = (sum(column) for column in zip(*times, strict=True))
    return [
        ["", "học sinh", "lớp", "câu khác nhau trong lớp", "giây", "giây xử lí"],
        ["mở, đề xuất, lưu", str(done), str(len(times)), str(distinct), number(clock), number(processor)],
    ]


def _written(username: str, uid: Any) -> list[str]:
    """The texts of a class, proposed and saved by its teacher."""
    from django.test import Client

    from khuevan.registry.accounts.api import User

    client = Client()
    client.force_login(User.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    client.get(f"/comments/books/{uid}/", {"term": TERM})
    page = client.post(f"/comments/books/{uid}/{TERM}/", {"do": "propose"}).content.decode()
    fields = dict(_TEXT.findall(page))
    answer = client.post(f"/comments/books/{uid}/{TERM}/", {"do": "save", **fields})
    assert answer.status_code == 302, answer.content[:500]
    return [text for text in fields.values() if text]


def _beside(path: Path) -> Table:
    """Distinct texts of each class and subject: theirs, and ours for as many pupils of the same levels."""
    theirs = ours = pupils = 0
    for subject, grade, rows in _classes(path):
        texts = _proposed(subject, grade, [row["muc_do"] for row in rows])
        theirs += len({row["nhan_xet"].strip() for row in rows})
        ours += len(set(texts))
        pupils += len(rows)
    head = ["", "học sinh × môn", "câu khác nhau trong lớp", "%"]
    shares = [("nhận xét thật", theirs), ("đề xuất", ours)]
    return [head, *([name, str(pupils), str(count), number(100 * count / pupils)] for name, count in shares)]


def _classes(path: Path) -> Iterator[tuple[str, int, list[dict[str, str]]]]:
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            groups[row["lop"], row["mon"]].append(row)
    for (school_class, subject), rows in groups.items():
        yield _SUBJECTS[subject], int(school_class.partition("-")[0]), rows


def _proposed(subject: str, grade: int, levels: list[str]) -> list[str]:
    from khuevan.school.comments.api import shipped
    from khuevan.school.comments.rules.choosing import Asking, choose
    from khuevan.school.comments.rules.evidence import places

    asking = [Asking(str(n), places(_BANDS[level])) for n, level in enumerate(levels)]
    return list(choose(asking, shipped(subject, grade), f"{subject}{grade}").values())


if __name__ == "__main__":
    sys.exit(main())
