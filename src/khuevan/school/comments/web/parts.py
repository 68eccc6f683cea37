"""Small things that the pages of comments are made of: what a form holds, findings in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.trail import Crumb

from ..api import Desk, Draft, Drafts, Outcome, Seat, findings, tags
from ..rules.wording import Finding

LONGEST_TEXT = 2000
_TAGS = (
    gettext_noop("Hay phát biểu"),
    gettext_noop("Chăm chỉ"),
    gettext_noop("Giúp đỡ bạn"),
    gettext_noop("Sáng tạo"),
    gettext_noop("Hay quên bài"),
    gettext_noop("Thiếu tập trung"),
    gettext_noop("Rụt rè"),
    gettext_noop("Làm bài vội"),
)
"""Labels of ``data/whole.toml``, marked for translation."""
_SAID = {
    "comparing": gettext_noop("“%(words)s” so sánh em với bạn khác. Căn cứ: %(law)s."),
    "wounding": gettext_noop("“%(words)s” có thể làm tổn thương em. Căn cứ: %(law)s."),
    "private": gettext_noop("“%(words)s” nói về đời tư của em; nhận xét có thể được nhiều người đọc. Căn cứ: %(law)s."),
    "praise": gettext_noop("“%(words)s” không khớp với kết quả của em."),
    "blame": gettext_noop("“%(words)s” không khớp với kết quả của em."),
    "rising": gettext_noop("“%(words)s”: kết quả lần này của em thấp hơn lần trước."),
    "falling": gettext_noop("“%(words)s”: kết quả lần này của em cao hơn lần trước."),
    "sex": gettext_noop("“%(words)s” không khớp với giới tính của em."),
    "mark": gettext_noop("“%(words)s” không phải là điểm của em."),
    "name": gettext_noop("“%(words)s” là tên bạn khác trong lớp."),
    "long": gettext_noop("Nhận xét dài %(words)s ký tự, quá giới hạn."),
    "twice": gettext_noop("%(words)s em trong lớp có câu giống nhau."),
}


def in_words(found: Iterable[Finding]) -> list[str]:
    """Findings as the teacher reads them."""
    return [_(_SAID[one.code]) % {"words": one.words, "law": one.law} for one in found]


def tag_choices() -> list[tuple[str, str]]:
    """What a teacher may tick: code and label."""
    return [(code, _(label)) for code, label in tags().items()]


@dataclass(frozen=True)
class Line:
    """A pupil on the page: what is known, what stands in the field, what speaks against it; ``fresh``: just saved."""

    seat: Seat
    draft: Draft
    said: list[str]
    note: str = ""
    fresh: bool = False

    @property
    def changed(self) -> bool:
        """Whether the field holds something that is not saved."""
        return self.draft.text.strip() != self.draft.base.strip()


def lines(desk: Desk, drafts: Drafts, outcome: Outcome | None = None) -> list[Line]:
    """The pupils of the page; after a save with what became of each."""
    found, notes = findings(desk, drafts), _notes(outcome) if outcome else {}
    saved = outcome.saved if outcome else ()
    return [
        Line(seat, drafts[seat.uid], in_words(found.get(seat.uid, ())), notes.get(seat.uid, ""), seat.uid in saved)
        for seat in desk.seats
    ]


def _notes(outcome: Outcome) -> dict[str, str]:
    said = dict(outcome.refused)
    for uid, one in outcome.conflicts.items():
        words = {"by": one["by"] or _("Người khác"), "text": one["theirs"] or _("(đã xoá)")}
        said[uid] = _("%(by)s vừa ghi: “%(text)s”. Lưu lần nữa để thay bằng câu của thầy cô.") % words
    return said


def after(drafts: Drafts, outcome: Outcome) -> Drafts:
    """The form after a save: what was saved is the new base, and so is what somebody else wrote meanwhile."""
    found = {}
    for uid, one in drafts.items():
        base = one.text if uid in outcome.saved else one.base
        if uid in outcome.conflicts:
            base = str(outcome.conflicts[uid]["theirs"] or "")
        found[uid] = Draft(one.text, base, one.turn, one.tag, one.kept, one.proposed and uid not in outcome.saved)
    return found


def drafts_of(request: HttpRequest, desk: Desk) -> Drafts:
    """What the form holds for each pupil; where it says nothing, what is stored."""
    post = request.POST
    known = tags()
    found = {}
    for seat in desk.seats:
        text = post.get(f"text-{seat.uid}", seat.saved).replace("\x00", "").replace("\r\n", "\n")[:LONGEST_TEXT]
        base = post.get(f"base-{seat.uid}", seat.saved).replace("\x00", "").replace("\r\n", "\n")[:LONGEST_TEXT]
        turn, tag = post.get(f"turn-{seat.uid}", ""), post.get(f"tag-{seat.uid}", "")
        number = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 5 else 0
        shown = post.get(f"proposed-{seat.uid}", "")
        kept, proposed = f"kept-{seat.uid}" in post, bool(shown)
        found[seat.uid] = Draft(text, base, number, tag if tag in known else "", kept, proposed)
    return found


def way(*crumbs: Crumb) -> list[Crumb]:
    """The way from the first page of the room."""
    return [Crumb(_("Nhận xét"), reverse("comments:index")), *crumbs]


def counts(found: list[Line]) -> dict[str, Any]:
    """How far the class is: pupils who can have a comment, how many have one stored, how many fields are not saved."""
    open_ = [line for line in found if not line.seat.shut]
    saved = sum(bool(line.draft.base.strip()) for line in open_)
    unsaved = sum(line.changed for line in open_)
    blank = sum(not line.draft.text.strip() for line in open_)
    return {"all": len(open_), "saved": saved, "unsaved": unsaved, "blank": blank}
