"""What stands in the form of a class: proposals into empty places, and what speaks against each text."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from khuevan.registry.accounts.api import Actor

from ..rules.choosing import Asking, choose, same
from ..rules.wording import Finding, check
from .banks import bank_for
from .desk import Desk, Seat

COMFORTABLE = 240
"""Letters of a proposal: what the forms of the transcript hold in their line of comments without smaller print."""


@dataclass(frozen=True)
class Draft:
    """A pupil's field; ``base``: what was stored when it was typed; ``kept``: to be saved in spite of findings."""

    text: str
    base: str
    turn: int = 0
    tag: str = ""
    kept: bool = False
    proposed: bool = False


Drafts = dict[str, Draft]
"""By pupil's uid."""


def as_saved(desk: Desk) -> Drafts:
    """The form before anybody typed."""
    return {seat.uid: Draft(seat.saved, seat.saved) for seat in desk.seats}


def propose(actor: Actor, desk: Desk, drafts: Drafts, wanted: Collection[str] | None = None) -> Drafts:
    """Drafts with proposals: for those without a text, or anew for the pupils ``wanted``.

    No proposal equals another text of the class, stored or in the form, or one of the time before.
    """
    open_ = [seat for seat in desk.seats if not seat.shut]
    if wanted is None:
        asked = [seat for seat in open_ if not drafts[seat.uid].text.strip()]
    else:
        asked = [seat for seat in open_ if seat.uid in wanted]
        drafts = drafts | {seat.uid: replace(drafts[seat.uid], turn=drafts[seat.uid].turn + 1) for seat in asked}
    bank = bank_for(actor, desk.subject, desk.school_class.grade)
    taken = [draft.text for draft in drafts.values() if draft.text] + [seat.saved for seat in desk.seats if seat.saved]
    known = {seat.uid: seat.known for seat in asked}
    longest = min(COMFORTABLE, desk.longest)
    asking = [_asking(seat, drafts[seat.uid], longest) for seat in asked]
    texts = choose(asking, bank, desk.seed, [*taken, *desk.before], lambda key, text: bool(check(text, known[key])))
    return drafts | {uid: replace(drafts[uid], text=text, kept=False, proposed=True) for uid, text in texts.items()}


def _asking(seat: Seat, draft: Draft, longest: int) -> Asking:
    return Asking(seat.uid, seat.places((draft.tag,) if draft.tag else ()), draft.turn, longest)


def findings(desk: Desk, drafts: Drafts, only: Iterable[str] | None = None) -> dict[str, list[Finding]]:
    """What speaks against the texts, by pupil's uid; two of a class that read the same are found too."""
    counted = Counter(same(draft.text) for draft in drafts.values() if draft.text.strip())
    wanted = set(drafts if only is None else only)
    found = {}
    for seat in desk.seats:
        text = drafts[seat.uid].text
        if seat.uid not in wanted or not text.strip():
            continue
        said = check(text, seat.known, desk.longest)
        if counted[same(text)] > 1:
            said.append(Finding("twice", str(counted[same(text)])))
        if said:
            found[seat.uid] = said
    return found
