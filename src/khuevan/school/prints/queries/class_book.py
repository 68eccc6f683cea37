"""The gradebook of a class: cover, list, subjects, summaries."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.gradebook.api import Opened, is_primary, part_name

from ..rules.tables import Paper
from .heading import TT22, TT27, homeroom, where
from .primary import primary_tables
from .secondary import secondary_tables


def class_paper(opened: Opened) -> tuple[Paper, list[int]]:
    """The paper of a class in a term, a year (3) or a primary period, and the ids of the pupils on it.

    Six queries in primary classes, seven in others. Raises ``NotFound`` for classes without marks (preschool).
    """
    one = graded(opened)
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


def graded(opened: Opened) -> SchoolClass:
    """The class, if it has marks."""
    one: SchoolClass = opened.thing
    if not 1 <= one.grade <= 12:
        raise NotFound(_("Lớp mầm non không có sổ điểm."))
    return one
