"""How states of a transcript are shown: one look of the design system each."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from ..policies import STATES

LOOKS = {
    "draft": "draft",
    "subject_signed": "partly_signed",
    "homeroom_signed": "partly_signed",
    "principal_signed": "approved",
    "issued": "issued",
    "submitted": "submitted",
    "returned": "returned",
    "accepted": "accepted",
    "superseded": "superseded",
    "revoked": "revoked",
}
"""State of a transcript → look of the design system."""


class State(NamedTuple):
    """A state as ``c-state`` shows it: the look's code and the room's own words."""

    code: str
    label: str


def state(code: str) -> State:
    """A state of a transcript for ``c-state``."""
    return State(LOOKS.get(code, "draft"), _(STATES.get(code, code)))
