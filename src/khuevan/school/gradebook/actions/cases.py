"""Decide about a single pupil: exempt from a subject, results of the old school, a plan of their own; and lift it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.marks import parse_mark
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import ClassSubject, Pupil, SchoolClass, Subject, class_list

from ..events import MarksChanged
from ..models import MarkRow, SpecialCase
from ..policies import demand
from ..ports import follow
from ..queries.cases import Kind
from ..queries.history import cases_book
from ..queries.locks import TERM_NAMES, open_lock, refuse
from ..queries.sheets import YEAR, is_primary
from ..rules.entries import parse_pass
from .holding import hold_year
from .recompute import recompute

SHORTEST = 5
DECISIONS = ("promoted", "held_back")
_ROW_KEY = ("school_id", "class_subject_id", "student_id", "term")


@dataclass(frozen=True)
class Wanted:
    """A decision as it was typed: pupil and class subject by uid, the result of the old school as text."""

    kind: str
    pupil: str
    reason: str
    book: str = ""
    term: int = YEAR
    result: str = ""
    source: str = ""
    decision: str = ""


def grant_case(actor: Actor, school_class: SchoolClass, wanted: Wanted, *, device: str = "") -> SpecialCase:
    """Put a decision about a pupil on record; results of the class are computed anew at once.

    A plan of a pupil's own replaces the plan that stood there. Raises ``NotAllowed``, ``Invalid`` with what to mend,
    ``Conflict`` where a decision about the same subject and term stands, ``Locked`` when the term is closed.
    """
    demand(actor, "excuse", school_class)
    hold_year(school_class.school_id, school_class.year)
    pupil, book = _pupil(school_class, wanted.pupil), _book(school_class, wanted)
    reason = _said(wanted.reason, _("Chưa ghi lý do."), _("Ghi căn cứ, ví dụ: Quyết định số 12/QĐ-THCS ngày 05/9."))
    row = SpecialCase(
        school_id=school_class.school_id,
        school_class_id=school_class.pk,
        student_id=pupil.id,
        class_subject=book,
        term=_term(wanted),
        kind=wanted.kind,
        reason=reason,
        granted_by_id=actor.user_id,
        granted_by_name=actor.name,
        granted_at=now(),
        **_details(school_class, book, wanted),
    )
    _refuse_locked(school_class, row.term)
    _make_room(actor, row, pupil)
    row.save(force_insert=True)
    _carry(row, row.result)
    _tell(actor, school_class, row, "excuse", ("", describe(row)), reason, device)
    return row


def lift_case(actor: Actor, school_class: SchoolClass, uid: UUID, reason: str, *, device: str = "") -> SpecialCase:
    """End a decision, for a reason that stays on record; marks that were entered count again.

    Raises ``NotAllowed``, ``NotFound``, ``Invalid`` without a reason, ``Locked`` when the term is closed.
    """
    demand(actor, "excuse", school_class)
    hold_year(school_class.school_id, school_class.year)
    said = _said(reason, _("Chưa ghi lý do."), _("Ví dụ: Em đã khoẻ, học lại môn này từ ngày 10/02."))
    rows = SpecialCase.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk, uid=uid)
    row = rows.filter(lifted_at=None).select_related("class_subject__subject").first()
    if row is None:
        raise NotFound(_("Quyết định này không còn hiệu lực."), hint=_("Hãy tải lại trang."))
    _refuse_locked(school_class, row.term)
    _close(actor, row, said)
    _carry(row, None)
    _tell(actor, school_class, row, "lift", (describe(row), ""), said, device)
    return row


def describe(row: SpecialCase) -> str:
    """A decision in Vietnamese, as the ledger keeps it."""
    said = [Kind(row.kind).label]
    if row.kind == Kind.CARRIED:
        said.append(f"{row.result} ({row.source})")
    if row.kind == Kind.PLAN:
        said.append({"promoted": "lên lớp", "held_back": "không lên lớp"}.get(row.decision, "chưa quyết định"))
    return ": ".join(said)


def _pupil(school_class: SchoolClass, uid: str) -> Pupil:
    found = next((one for one in class_list(school_class) if str(one.uid) == uid and one.left_on is None), None)
    if found is None:
        raise Invalid(_("Học sinh không có trong danh sách lớp này."), hint=_("Chọn một em trong danh sách."))
    return found


def _book(school_class: SchoolClass, wanted: Wanted) -> ClassSubject | None:
    if wanted.kind not in Kind.values:
        raise Invalid(_("Không có loại quyết định này."), hint=_("Hãy tải lại trang."))
    if wanted.kind == Kind.PLAN:
        return None
    books = ClassSubject.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    found = next((one for one in books.select_related("subject") if str(one.uid) == wanted.book), None)
    if found is None:
        raise Invalid(_("Chưa chọn môn học."), hint=_("Chọn một môn của lớp này."))
    return found


def _term(wanted: Wanted) -> int:
    if wanted.kind == Kind.PLAN:
        return YEAR
    terms = (1, 2) if wanted.kind == Kind.CARRIED else (1, 2, YEAR)
    if wanted.term not in terms:
        raise Invalid(_("Chưa chọn học kì."), hint=_("Kết quả từ trường cũ thuộc về học kì I hoặc học kì II."))
    return wanted.term


def _details(school_class: SchoolClass, book: ClassSubject | None, wanted: Wanted) -> dict[str, Any]:
    if wanted.kind == Kind.PLAN:
        if wanted.decision not in ("", *DECISIONS):
            raise Invalid(_("Không có quyết định này."), hint=_("Chọn lên lớp, không lên lớp, hoặc để trống."))
        return {"decision": wanted.decision}
    if wanted.kind != Kind.CARRIED or book is None:
        return {}
    if is_primary(school_class):
        message = _("Lớp tiểu học được đánh giá ở cuối năm, không cần kết quả học kì của trường cũ.")
        raise Invalid(message, hint=_("Ghi nhận xét của trường cũ vào phần nhận xét."))
    source = _said(wanted.source, _("Chưa ghi trường cũ."), _("Ghi tên trường và giấy tờ, ví dụ: THCS A, học bạ 2025."))
    scored = book.subject.form == Subject.Form.SCORE
    return {"result": (parse_mark if scored else parse_pass)(wanted.result), "source": source[:200]}


def _said(text: str, message: str, hint: str) -> str:
    said = " ".join(text.replace("\x00", "").split())[:500]
    if len(said) < SHORTEST:
        raise Invalid(message, hint=hint, code="reason")
    return said


def _refuse_locked(school_class: SchoolClass, term: int) -> None:
    for one in (1, 2, YEAR) if term == YEAR else (term,):
        if lock := open_lock(school_class.school_id, school_class.year, one):
            raise refuse(lock, one)


def _make_room(actor: Actor, row: SpecialCase, pupil: Pupil) -> None:
    """A new plan replaces the old one; for a subject and term there is one decision at a time."""
    standing = SpecialCase.objects.filter(
        school_id=row.school_id, school_class_id=row.school_class_id, student_id=row.student_id, lifted_at=None
    )
    if row.kind == Kind.PLAN:
        for old in standing.filter(kind=Kind.PLAN):
            _close(actor, old, row.reason)
        return
    same = standing.filter(class_subject_id=row.class_subject_id)
    if any(YEAR in (row.term, old.term) or row.term == old.term for old in same):
        said = _("Đã có quyết định về môn này của %(name)s.") % {"name": pupil.name}
        raise Conflict(said, hint=_("Bỏ quyết định cũ trước, rồi ghi quyết định mới."), code="case_stands")


def _close(actor: Actor, row: SpecialCase, reason: str) -> None:
    row.lifted_by_id, row.lifted_by_name = actor.user_id, actor.name
    row.lifted_at, row.lift_reason = now(), reason
    row.save(update_fields=["lifted_by", "lifted_by_name", "lifted_at", "lift_reason"])


def _carry(row: SpecialCase, result: int | None) -> None:
    """The row of the term shows the result of the old school, so that every page and paper does."""
    if row.kind == Kind.CARRIED:
        carried = MarkRow(
            school_id=row.school_id,
            class_subject_id=row.class_subject_id,
            student_id=row.student_id,
            term=row.term,
            average=result,
            updated_at=now(),
        )
        changed = ["average", "updated_at"]
        MarkRow.objects.bulk_create([carried], update_conflicts=True, unique_fields=_ROW_KEY, update_fields=changed)


def _tell(
    actor: Actor,
    school_class: SchoolClass,
    row: SpecialCase,
    verb: str,
    said: tuple[str, str],
    reason: str,
    device: str,
) -> None:
    recompute(row.school_id, school_class.year, [school_class.pk])
    follow(school_class.pk, [row.student_id])
    what = row.class_subject.subject.name if row.class_subject else "Mọi môn"
    subject = f"Trường hợp riêng {school_class.name} · {what} · {TERM_NAMES[row.term]}"
    change = Change(subject, said[0] or None, said[1] or None, row.student_id)
    record(actor, row.school_id, cases_book(school_class), verb, [change], reason=reason, device=device)
    announce(
        row.school_id,
        MarksChanged(row.school_id, school_class.pk, row.class_subject_id, row.term, (row.student_id,)),
    )
