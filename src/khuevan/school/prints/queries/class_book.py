"""The gradebook of a class: cover, list, subjects, summaries."""

from django.utils.timezone import localtime

from khuevan.kernel.dates import year_label
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.gradebook.api import Opened, is_primary, part_name

from ..rules.tables import Paper
from .heading import TT22, TT27, homeroom, where
from .primary import primary_tables
from .secondary import secondary_tables


def class_paper(opened: Opened) -> tuple[Paper, list[int]]:
    """The paper of a class in a term, a year (3) or a primary period, and the ids of the pupils on it.

    Six queries in primary classes, seven in others.
    """
    one: SchoolClass = opened.thing
    primary = is_primary(one)
    tables, students = (primary_tables if primary else secondary_tables)(one, opened.part)
    facts = [
        ("Lớp", one.name), ("Năm học", year_label(one.year)), ("Kì", part_name(primary, opened.part)),
        ("Giáo viên chủ nhiệm", homeroom(one)), ("Số học sinh trong sổ", str(len(tables[0].rows))),
    ]  # fmt: skip
    if opened.lock:
        facts.append(("Khoá sổ", f"{opened.lock.by}, {localtime(opened.lock.at):%d/%m/%Y}"))
    title = "Bảng tổng hợp kết quả đánh giá giáo dục" if primary else "Sổ theo dõi và đánh giá học sinh"
    law = f"Căn cứ {TT27 if primary else TT22}"
    file = f"so-diem-lop-{one.name}-{opened.part}"
    return Paper(title, "(Theo lớp học)", f"{title} · {where(one)}", law, file, tables, facts), students
