"""Save the comments of a class through the gradebook's own saves: its ledger, locks and conflicts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from khuevan.registry.accounts.api import Actor
from khuevan.school.gradebook.api import Edit, is_primary, save_conduct, save_marks, save_primary, save_traits

from ..queries.desk import Desk
from ..queries.drafts import Drafts, findings
from ..rules.wording import Finding


@dataclass(frozen=True)
class Outcome:
    """What became of a save, by pupil's uid: saved, held back for what was found, refused, changed by somebody else."""

    saved: frozenset[str] = frozenset()
    held: dict[str, list[Finding]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.held or self.refused or self.conflicts)


def save_comments(actor: Actor, desk: Desk, drafts: Drafts, only: Collection[str] = (), *, device: str = "") -> Outcome:
    """Save the texts that differ from what the page had opened with, all or those of some pupils.

    A text against which something speaks is held back unless it is ``kept``. Raises what the gradebook's saves raise:
    ``NotAllowed`` unless the actor writes the book or judges the class, ``Locked`` when the term is closed.
    """
    wanted = drafts.items() if not only else [(uid, drafts[uid]) for uid in only]
    changed = {uid: one for uid, one in wanted if _plain(one.text) != _plain(one.base)}
    held = {uid: said for uid, said in findings(desk, drafts, changed).items() if not changed[uid].kept}
    edits = [Edit(uid, "comment", one.text, one.base) for uid, one in changed.items() if uid not in held]
    if not edits:
        return Outcome(held=held)
    thing, part = desk.opened.thing, desk.opened.part
    primary = is_primary(desk.school_class)
    if desk.kind == "book":
        reply = (save_primary if primary else save_marks)(actor, thing, part, edits, device=device)
    else:
        reply = (save_traits if primary else save_conduct)(actor, thing, part, edits, device=device)
    return Outcome(
        frozenset(one["row"] for one in reply["saved"]),
        held,
        {one["row"]: one["message"] for one in reply["refused"]},
        {one["row"]: one for one in reply["conflicts"]},
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
