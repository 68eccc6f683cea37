"""The Sở takes in what is in order, and sends back what is not, with the reason that was found or written."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.transcripts.api import accept, return_

from ..models import Finding
from ..policies import demand_judging
from ..queries.standing import clean
from ..queries.words import WORDS

LONGEST_REASON = 500
MOST_AT_ONCE = 5_000


def accept_clean(actor: Actor, year: int, school_id: int, class_id: int | None = None) -> int:
    """Take in everything that a school (or one of its classes) has sent and in which a check found nothing; how many.

    What was not checked yet waits. Raises ``NotAllowed``, ``NotFound`` where nothing is in order.
    """
    demand_judging(actor)
    ids = list(clean(year, school_id, class_id).values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not ids:
        raise NotFound(
            _("Không có học bạ nào đã kiểm tra mà không có điểm cần xem."),
            hint=_("Chờ kiểm tra xong, hoặc mở từng lớp để quyết định."),
        )
    return accept(actor, ids)


def return_found(
    actor: Actor, version_ids: Iterable[int], kinds: Collection[str] = (), words: str = ""
) -> tuple[int, int]:
    """Send versions back, each with what was found in it of the chosen kinds and with what is written.

    Returns how many went back and how many were left because nothing of these kinds was found in them and nothing is
    written. Raises ``NotAllowed``, ``Invalid`` without any reason, ``NotFound`` for what does not lie at the Sở.
    """
    demand_judging(actor)
    wanted, words = sorted(set(version_ids)), words.strip()
    if not wanted:
        raise Invalid(_("Chưa chọn học bạ nào."), hint=_("Đánh dấu học bạ cần trả lại."))
    if not words and not set(kinds) & WORDS.keys():
        raise Invalid(_("Chưa có lý do trả lại."), hint=_("Chọn điểm cần xem làm lý do, hoặc ghi lý do."))
    found = _found(wanted, kinds)
    going = {pk: reason for pk in wanted if (reason := reason_of(found.get(pk, []), words))}
    for pk, reason in going.items():
        return_(actor, pk, reason)
    return len(going), len(wanted) - len(going)


def reason_of(found: Iterable[tuple[str, str]], words: str) -> str:
    """``Khác với sổ điểm: Toán cả năm …; … Ghi chú của Sở``, no longer than a step may carry."""
    by_kind: dict[str, list[str]] = {}
    for kind, what in found:
        by_kind.setdefault(kind, []).append(what)
    said = [f"{WORDS[kind].name}: {'; '.join(whats)}." for kind, whats in by_kind.items()]
    whole = " ".join([words, *said] if words else said)
    return whole if len(whole) <= LONGEST_REASON else whole[: LONGEST_REASON - 1] + "…"


def _found(version_ids: list[int], kinds: Collection[str]) -> dict[int, list[tuple[str, str]]]:
    rows = Finding.objects.filter(version_id__in=version_ids, kind__in=set(kinds) & WORDS.keys())
    found: dict[int, list[tuple[str, str]]] = {}
    for version_id, kind, what in rows.order_by("pk").values_list("version_id", "kind", "what"):
        found.setdefault(version_id, []).append((kind, what))
    return found
