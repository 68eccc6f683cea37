"""Make one record of two, and take it back exactly."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import announce
from khuevan.registry.people.api import Guardianship, Person

from ..events import PeopleMerged, PeopleSeparated
from ..models import Merge, Pair
from ..policies import may
from ..ports import obstacles
from ..queries import said as words
from ..queries.known import Known, known
from ..queries.weights import held_by, weigh
from .deciding import locked_pair, records_of, said, settle, write_down

CHOICES = {
    "name": ("full_name", "sort_key", "search_key"),
    "birth": ("birth_year", "birth_month", "birth_day"),
    "sex": ("sex",),
    "ethnicity": ("ethnicity",),
    "birth_place": ("birth_place",),
    "phone": ("phone",),
}
"""What is chosen together, and its columns."""


def merge(actor: Actor, uid: UUID, winner_id: int, from_loser: Collection[str], reason: str) -> Merge:
    """Make the other record of a pair ``winner_id``'s second one. ``from_loser``: which `CHOICES` are taken from it.

    Everything that points at the loser moves to the winner in one transaction; the loser stays, bare, with its code and
    address. Raises ``Conflict`` with what to do first where both have what only one can have.
    """
    pair, sides = locked_pair(actor, uid, "merge")
    given = said(reason)
    if pair.state != Pair.State.OPEN:
        raise Conflict(_("Cặp này đã được xử lý."), hint=_("Tải lại trang để xem kết quả."))
    if winner_id not in (sides[0].id, sides[1].id):
        raise Invalid(_("Chưa chọn hồ sơ được giữ."), hint=_("Chọn một trong hai hồ sơ."))
    winner, loser = sides if sides[0].id == winner_id else (sides[1], sides[0])
    if hindered := hindrances(actor, winner, loser):
        raise Conflict(_("Chưa gộp được hai hồ sơ."), hint=" ".join(hindered))
    done = Merge.objects.create(
        winner_id=winner.id, loser_id=loser.id, day=today(), at=now(), by=actor.name, reason=given,
        chosen=_chosen(winner.id, loser.id, from_loser),
    )  # fmt: skip
    rows = _call("identity_merge_rows", done)
    settle(pair, Pair.State.MERGED, actor, given)
    old = {"winner": winner.code, "loser": loser.code}
    write_down(actor, "merge", (winner, loser), old, {"code": winner.code, "rows": rows, **_shown(done)}, given)
    announce(actor.unit_id or 0, PeopleMerged(done.uid, winner.id, loser.id))
    return done


def hindrances(actor: Actor, winner: Known, loser: Known) -> list[str]:
    """Sentences that say why the two may not be merged now; nothing where nothing does."""
    found = []
    if winner.merged_into or loser.merged_into:
        found.append(_("Một trong hai hồ sơ đã được gộp vào hồ sơ khác."))
    both = [winner.id, loser.id]
    if actor.person_id in both:
        found.append(_("Đây là hồ sơ của chính thầy/cô. Đề nghị lãnh đạo khác của trường hoặc Sở gộp."))
    if Guardianship.objects.filter(guardian_id__in=both, student_id__in=both).exists():
        found.append(_("Một người đang là cha mẹ, người giám hộ của người kia."))
    found += obstacles(winner.id, loser.id)
    return found or [words.clash(one) for one in weigh(winner.id, loser.id) if one.clashing]


def separate(actor: Actor, uid: UUID, reason: str) -> Merge:
    """Undo a merge: every row goes back where it was. Raises ``Conflict`` where something has been built on it."""
    done = Merge.objects.select_for_update().filter(uid=uid).first()
    people = known([done.winner_id, done.loser_id]) if done else {}
    if done is None or len(people) != 2:
        raise NotFound(_("Không tìm thấy lần gộp này."))
    winner, loser = people[done.winner_id], people[done.loser_id]
    if not may(actor, "separate", records_of(winner, loser)):
        raise NotAllowed(_("Không làm được việc này trong vai trò hiện tại."), hint=_("Đề nghị Sở hoàn tác lần gộp."))
    if done.undone_at:
        raise Conflict(_("Lần gộp này đã được hoàn tác."))
    if held := held_by(done):
        raise Conflict(_("Chưa hoàn tác được lần gộp."), hint=" ".join(words.held(one) for one in held))
    given = said(reason)
    rows = _call("identity_separate_rows", done)
    done.undone_at, done.undone_by, done.undone_reason = now(), actor.name, given
    done.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    low, high = sorted((winner.id, loser.id))
    if pair := Pair.objects.filter(first_id=low, second_id=high).first():
        settle(pair, Pair.State.OPEN, None, "")
    new = {"winner": winner.code, "loser": loser.code, "rows": rows}
    write_down(actor, "separate", (winner, loser), {"code": winner.code}, new, given)
    announce(actor.unit_id or 0, PeopleSeparated(done.uid, winner.id, loser.id))
    return done


def _chosen(winner: int, loser: int, from_loser: Collection[str]) -> dict[str, Any]:
    """The facts that the winner keeps, by column."""
    people = Person.objects.in_bulk([winner, loser])
    return {
        column: getattr(people[loser if choice in from_loser else winner], column)
        for choice, columns in CHOICES.items()
        for column in columns
    }


def _shown(done: Merge) -> dict[str, Any]:
    return {name: value for name, value in done.chosen.items() if name not in ("sort_key", "search_key")}


def _call(function: str, done: Merge) -> int:
    """Let the database move the rows; it checks once more for whom."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [done.pk])
            return int(cursor.fetchone()[0])
    except IntegrityError as error:
        raise Conflict(
            _("Hai hồ sơ có phần không thể cùng của một người."),
            hint=_("Có người vừa sửa một trong hai hồ sơ. Tải lại trang rồi xem lại."),
        ) from error
