"""The ways to papers, on the gradebook's pages of a book and of a class."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import is_primary, may, part_name

_LAST = 90


def book_panels(actor: Actor, book: ClassSubject) -> Iterable[Panel]:
    """The sheet of a subject as PDF and Excel."""
    if may(actor, "read", book):
        yield _panel("prints:book", book.uid, book.school_class, _("Bảng điểm của môn, đúng mẫu, có chỗ kí."))


def class_panels(actor: Actor, school_class: SchoolClass) -> Iterable[Panel]:
    """The gradebook of a class as PDF and Excel."""
    if may(actor, "read", school_class) and 1 <= school_class.grade <= 12:
        said = _("Sổ theo dõi và đánh giá của cả lớp, mọi môn; phiếu thông báo kết quả cho từng gia đình.")
        yield _panel("prints:class", school_class.uid, school_class, said, notices=True)


def _panel(name: str, uid: UUID, school_class: SchoolClass, said: str, notices: bool = False) -> Panel:
    primary = is_primary(school_class)
    lines = [(part, part_name(primary, part)) for part in range(1, 5 if primary else 4)]
    data = {"said": said, "address": name, "uid": uid, "lines": lines, "primary": primary, "notices": notices}
    return Panel(_("In và tải về"), "prints/panels/papers.html", data, _LAST, icon="printer")
