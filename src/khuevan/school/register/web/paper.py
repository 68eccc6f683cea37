"""The register and the introduction paper as they are printed: in Vietnamese, as records are.

Columns of the form as schools keep it (Điều lệ, TT 15/2026/TT-BGDĐT Art. 21). Residence and entitlement (con liệt
sĩ, diện chính sách) are printed empty: nothing in the database says them yet.
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

HEADS = (
    ("Số đăng bộ", 4), ("Họ và tên", 12), ("Ngày sinh", 6), ("Nơi sinh", 8), ("Nam, nữ", 3), ("Dân tộc", 4),
    ("Diện chính sách", 5), ("Chỗ ở hiện nay", 9), ("Họ tên cha", 10), ("Họ tên mẹ", 10), ("Người giám hộ", 8),
    ("Ngày vào trường", 6), ("Từ đâu đến", 9), ("Lớp", 3), ("Ngày ra trường", 6), ("Lý do", 8), ("Nơi chuyển đến", 9),
    ("Mã định danh", 7),
)  # fmt: skip
_SEXES = {Person.Sex.MALE.value: "Nam", Person.Sex.FEMALE.value: "Nữ"}


def cells(one: Registered) -> list[str | int]:
    """A line in the order of `HEADS`."""
    return [
        one.number, one.name, one.born, one.birth_place, _SEXES.get(one.sex, ""), ETHNIC_GROUPS.get(one.ethnicity, ""),
        "", "", one.parent("father"), one.parent("mother"), one.parent("other"),
        format_date(one.entered_on), one.came_from, one.class_name, format_date(one.went_on), one.said_why,
        one.went_to or "", one.code,
    ]  # fmt: skip


def book_of(
    school_id: int, lines: Sequence[Registered], lead: str, day: date, size: Literal["a3", "a4"]
) -> paper.RegisterBook:
    """Everything to print."""
    school = _school(school_id)
    rows = tuple(tuple(map(str, cells(one))) for one in lines)
    return paper.RegisterBook(
        school.name, _above(school_id), "Sổ đăng bộ", lead, _place_date(school, day), HEADS, rows, day.isoformat(), size
    )


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
