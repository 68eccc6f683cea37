"""Temporary codes become the Ministry's, one or many at a time; the person stays the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.people.api import code_kind, give_numbers, numbers_elsewhere

from ..events import CodesAdopted
from ..policies import Records, may
from ..queries.codes import Bearer, bearers, moet_codes

MOST = 5000
GOOD, SAME, WRONG = "good", "same", "wrong"


@dataclass(frozen=True)
class Line:
    """An old code and the Ministry's code that takes its place."""

    old: str
    new: str


@dataclass(frozen=True)
class Judged:
    """What would become of a line: "good", "same" (nothing to do) or "wrong" with why and what to do.

    ``other``: somebody of the school who has the new code already; if it is the same person, the two are to be merged.
    """

    line: Line
    verdict: str
    person: Bearer | None = None
    why: str = ""
    other: Bearer | None = None


def judge_codes(school_id: int, lines: Sequence[Line]) -> list[Judged]:
    """The dry run, in three queries however many lines there are."""
    if len(lines) > MOST:
        raise Invalid(_("Nhiều quá %(n)d dòng.") % {"n": MOST}, hint=_("Chia danh sách thành nhiều phần."))
    whose = bearers(school_id, {line.old for line in lines})
    takers = moet_codes({line.new for line in lines}, {one.id for one in whose.values()})
    away = numbers_elsewhere(["moet"], {line.new for line in lines})
    olds, news = Counter(line.old for line in lines), Counter(line.new for line in lines)
    return [
        _judged(line, whose.get(line.old), takers, away, twice=olds[line.old] > 1 or news[line.new] > 1)
        for line in lines
    ]


def _judged(
    line: Line, person: Bearer | None, takers: tuple[dict[str, Bearer], dict[int, str]], away: frozenset, twice: bool
) -> Judged:
    by_code, by_person = takers
    if person is None:
        return Judged(line, WRONG, why=_("Trường không có ai mang mã cũ này. Sửa mã cũ, hoặc bỏ dòng."))
    has, taker = by_person.get(person.id, ""), by_code.get(line.new)
    why = ""
    if code_kind(line.new) != "moet":
        why = _("Mã của Bộ gồm đúng 10 chữ số. Sửa mã mới.")
    elif has == line.new:
        return Judged(line, SAME, person)
    elif twice:
        why = _("Mã này có ở hai dòng. Giữ một dòng đúng.")
    elif has:
        why = _("Đã có mã của Bộ là %(code)s. Nếu mã đó sai, sửa bằng danh sách học sinh.") % {"code": has}
    elif taker:
        why = _("Mã mới đang là của %(name)s. Nếu là một người, gộp hai hồ sơ; nếu không, sửa mã.") % {
            "name": taker.name
        }
    elif line.new in away:
        why = _(
            "Mã mới đang là của một người ngoài trường. Nếu em chuyển đến, làm thủ tục chuyển trường;"
            " nếu em có hai hồ sơ, đề nghị Sở gộp; nếu gõ nhầm, sửa mã."
        )
    return Judged(line, WRONG if why else GOOD, person, why, taker if why else None)


def adopt_codes(actor: Actor, school_id: int, lines: Sequence[Line], *, leave_out: bool = False) -> int:
    """Give people of a school the Ministry's codes, all or none; how many. ``leave_out`` passes over wrong lines.

    The old code ends today and still leads to its person. Raises ``NotAllowed``, ``Invalid``, ``Conflict``.
    """
    if not may(actor, "code", Records(frozenset({school_id}))):
        raise NotAllowed(_("Không nhập mã của Bộ được trong vai trò hiện tại."), hint=_("Việc này của văn thư."))
    judged = judge_codes(school_id, lines)
    wrong = sum(one.verdict == WRONG for one in judged)
    if wrong and not leave_out:
        raise Invalid(
            _("Còn %(n)d dòng sai, chưa ghi gì.") % {"n": wrong}, hint=_("Sửa các dòng sai, hoặc chọn bỏ qua chúng.")
        )
    good = [(one.person, one.line) for one in judged if one.verdict == GOOD and one.person]
    if not good:
        return 0
    try:
        with transaction.atomic():
            give_numbers(today(), _("Văn thư nhập"), [(person.id, "moet", line.new) for person, line in good])
    except IntegrityError as error:
        raise Conflict(_("Có mã vừa được cấp cho người khác."), hint=_("Xem trước lại danh sách rồi ghi.")) from error
    changes = [Change(person.name, {"code": line.old}, {"moet": line.new}, person.id) for person, line in good]
    record(actor, school_id, "identity", "adopt_code", changes)
    announce(school_id, CodesAdopted(school_id, tuple(person.id for person, _line in good)))
    return len(good)
