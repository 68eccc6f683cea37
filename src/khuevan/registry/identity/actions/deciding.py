"""What somebody decides about a pair: not the same person, or to be looked at again."""

from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Pair
from ..policies import Records, may
from ..queries.known import Known, known

BOOK = "identity"
LONGEST = 500


def keep_apart(actor: Actor, uid: UUID, reason: str) -> Pair:
    """Two people, for good: no search proposes the pair again."""
    pair, sides = locked_pair(actor, uid, "decide")
    if pair.state != Pair.State.OPEN:
        raise Conflict(_("Cặp này đã được xử lý."), hint=_("Tải lại trang để xem kết quả."))
    settle(pair, Pair.State.DIFFERENT, actor, said(reason))
    write_down(actor, "keep_apart", sides, {"state": "open"}, {"state": "different"}, pair.reason)
    return pair


def reopen(actor: Actor, uid: UUID, reason: str) -> Pair:
    """Let a pair that was taken for two people be looked at again."""
    pair, sides = locked_pair(actor, uid, "decide")
    if pair.state != Pair.State.DIFFERENT:
        raise Conflict(_("Cặp này không ở trạng thái “không phải một người”."))
    given = said(reason)
    settle(pair, Pair.State.OPEN, None, "")
    write_down(actor, "reopen", sides, {"state": "different"}, {"state": "open"}, given)
    return pair


def locked_pair(actor: Actor, uid: UUID, verb: str) -> tuple[Pair, tuple[Known, Known]]:
    """A pair with both records, held until the transaction ends. Raises ``NotFound``, ``NotAllowed``."""
    pair = Pair.objects.select_for_update().filter(uid=uid).first()
    people = known([pair.first_id, pair.second_id]) if pair else {}
    if pair is None or len(people) != 2:
        raise NotFound(_("Không tìm thấy cặp hồ sơ này."))
    sides = (people[pair.first_id], people[pair.second_id])
    if not may(actor, verb, records_of(*sides)):
        raise NotAllowed(
            _("Không làm được việc này trong vai trò hiện tại."),
            hint=_("Hồ sơ cùng một trường do lãnh đạo trường gộp; hồ sơ của nhiều trường do Sở gộp."),
        )
    return pair, sides


def records_of(*people: Known) -> Records:
    """The schools that know any of them."""
    return Records(frozenset(school for one in people for school in one.school_ids))


def said(reason: str) -> str:
    """A reason that was given. Raises ``Invalid`` where there is none."""
    words = " ".join(reason.split())[:LONGEST]
    if not words:
        raise Invalid(_("Chưa ghi lý do."), hint=_("Viết ngắn gọn căn cứ, ví dụ: đã đối chiếu giấy khai sinh."))
    return words


def settle(pair: Pair, state: Pair.State, actor: Actor | None, reason: str) -> None:
    """Write what was decided about a pair, when, by whom and why; nothing of it where it is open."""
    pair.state, pair.reason = state, reason
    pair.decided_at, pair.decided_by = (now(), actor.name) if actor else (None, "")
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def write_down(actor: Actor, verb: str, sides: tuple[Known, Known], old: dict, new: dict, reason: str) -> None:
    """An entry in the book of each school that knows one of the two; without one, in that of the office."""
    one, other = sides
    change = Change(f"{one.name} · {one.code} ~ {other.code}"[:120], old, new, one.id)
    for school in sorted(records_of(*sides).school_ids) or [actor.unit_id or 0]:
        record(actor, school, BOOK, verb, [change], reason=reason)
