"""The register and the introduction paper as they are printed: in Vietnamese, as records are.

Columns are those of the form in force on the day (`rules/forms.py`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from khuevan.kernel.dates import format_date
from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.platform.documents import ports as paper
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Edge, Unit

from ..models import Transfer
from ..queries.book import Registered
from ..queries.standing import Standing, standings
from ..rules.forms import Form, form_on

_SEXES = {Person.Sex.MALE.value: "Nam", Person.Sex.FEMALE.value: "Nữ"}


def heads_of(form: Form) -> tuple[tuple[str, int], ...]:
    """Headings with their shares of the width."""
    return tuple((label, width) for _key, label, width in form.columns)


def table(school_id: int, lines: Sequence[Registered], day: date) -> list[list[str | int]]:
    """Lines in the order of the columns of the form of a day; two queries."""
    form, known = form_on(day), standings(school_id, [one.id for one in lines], day)
    return [_cells(one, known.get(one.id, Standing()), form) for one in lines]


def _cells(one: Registered, standing: Standing, form: Form) -> list[str | int]:
    said: dict[str, str | int] = {
        "number": one.number, "name": one.name, "born": one.born, "birth_place": one.birth_place,
        "sex": _SEXES.get(one.sex, ""), "ethnicity": ETHNIC_GROUPS.get(one.ethnicity, ""),
        "father": one.parent("father"), "mother": one.parent("mother"), "other": one.parent("other"),
        "entered_on": format_date(one.entered_on), "came_from": one.came_from, "class_name": one.class_name,
        "went_on": format_date(one.went_on), "why": one.said_why, "went_to": one.went_to or "", "code": one.code,
        "home": standing.home, "policy": standing.policy,
    }  # fmt: skip
    return [said.get(key, "") for key, _label, _width in form.columns]


def book_of(
    school_id: int, lines: Sequence[Registered], lead: str, day: date, size: Literal["a3", "a4"]
) -> paper.RegisterBook:
    """Everything to print, by the form in force on ``day``."""
    school, form = _school(school_id), form_on(day)
    rows = tuple(tuple(map(str, cells)) for cells in table(school_id, lines, day))
    return paper.RegisterBook(
        school.name, _above(school_id), "Sổ đăng bộ", f"{lead} · Mẫu theo {form.law}", _place_date(school, day),
        heads_of(form), rows, day.isoformat(), size,
    )  # fmt: skip


def introduction(own: Transfer, class_name: str, code: str) -> paper.TransferPaper:
    """The paper of a transfer that was released, as its sending school prints it."""
    school, day = _school(own.school_id), own.paper_on or own.released_on or own.asked_on
    birth = "/".join(reversed(own.birth.split("-")))
    facts = (
        ("Học sinh", own.full_name), ("Ngày sinh", birth), ("Giới tính", _SEXES.get(own.sex, "")),
        ("Mã định danh", code), ("Đang học lớp", class_name), ("Lý do chuyển", own.reason),
        ("Lớp tiếp nhận", own.place),
        ("Học tại trường mới từ ngày", format_date(own.released_on)),
        ("Hồ sơ kèm theo", "kết quả các năm học, điểm đang có và học bạ đã phát hành, bàn giao trên hệ thống"),
    )  # fmt: skip
    return paper.TransferPaper(
        school.name, _above(own.school_id), own.paper_no, _place_date(school, day), own.other.name, facts,
        "Đề nghị nhà trường tiếp nhận và tạo điều kiện cho em học tập.", day.isoformat(),
    )  # fmt: skip


def _school(school_id: int) -> Unit:
    return Unit.objects.select_related("commune").get(pk=school_id)


def _above(school_id: int) -> str:
    rows = Edge.objects.filter(child_id=school_id, kind="runs", valid_to=None)
    return rows.values_list("parent__name", flat=True).first() or ""


def _place_date(school: Unit, day: date) -> str:
    place = school.commune.name if school.commune else ""
    return f"{place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}".lstrip(", ")
