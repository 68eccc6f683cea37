"""Papers of a book and of a class, made when they are asked for; who asked is written down once a pupil."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.http import require_GET

from khuevan.platform.documents.api import render
from khuevan.registry.audit.api import log_access
from khuevan.school.gradebook.api import book_title, is_primary, open_book, open_class, part_name

from ..api import book_paper, class_notices, class_paper, school_of
from .files import as_file, attached


@require_GET
@login_required
def book(request: HttpRequest, uid: UUID, part: int, kind: str) -> HttpResponse:
    """The sheet of a subject, for whoever may read its marks."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_book(actor, uid, part)
    one = opened.thing
    with override(settings.LANGUAGE_CODE):
        paper, students = book_paper(actor, opened)
        log_access(actor, one.school_id, students, f"In bảng điểm {book_title(opened)}")
        return as_file(kind, paper, school_of(one.school_id), localdate())


@require_GET
@login_required
def school_class(request: HttpRequest, uid: UUID, part: int, kind: str) -> HttpResponse:
    """The gradebook of a class, for its homeroom teacher and the school's office."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, part)
    one = opened.thing
    with override(settings.LANGUAGE_CODE):
        paper, students = class_paper(opened)
        log_access(actor, one.school_id, students, f"In sổ điểm lớp {one.name} · {part_name(is_primary(one), part)}")
        return as_file(kind, paper, school_of(one.school_id), localdate())


@require_GET
@login_required
def notices(request: HttpRequest, uid: UUID, part: int) -> HttpResponse:
    """Notices to the families of a class, for its homeroom teacher and the school's office."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_class(actor, uid, part)
    one = opened.thing
    with override(settings.LANGUAGE_CODE):
        sheet, students = class_notices(opened, school_of(one.school_id), localdate())
        name = part_name(is_primary(one), part)
        log_access(actor, one.school_id, students, f"In phiếu thông báo kết quả lớp {one.name} · {name}")
        return attached("pdf", render("result_notices", sheet), f"phieu-thong-bao-{one.name}-{part}")
