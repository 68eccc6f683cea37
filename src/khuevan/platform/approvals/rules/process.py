"""A process: the states that something passes through, and who may move it on."""

from collections.abc import Mapping
from dataclasses import dataclass

SYSTEM = "system"
"""In ``by``: a step that the program takes when something else has happened."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from one state to the next.

    ``name`` says it in the infinitive ("Trả lại"), ``by`` are kinds of roles or ``SYSTEM``; ``back`` marks a step that
    undoes progress; ``needs_reason`` refuses the step without a written reason.
    """

    verb: str
    name: str
    source: tuple[str, ...]
    target: str
    by: frozenset[str]
    needs_reason: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Process:
    """States (code → Vietnamese name, in their usual order) and the transitions between them.

    Raises ``ValueError`` when a transition names a state that does not exist.
    """

    code: str
    name: str
    states: Mapping[str, str]
    start: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        named = {self.start}.union(*({*step.source, step.target} for step in self.transitions))
        if unknown := named - self.states.keys():
            raise ValueError(f"process {self.code!r} has no state {sorted(unknown)}")

    def ways(self, verb: str) -> tuple[Transition, ...]:
        """The transitions of a verb; a verb may lead to different states from different ones."""
        return tuple(step for step in self.transitions if step.verb == verb)

    def step(self, verb: str, state: str) -> Transition | None:
        """The transition that ``verb`` is in ``state``, or None where it is not possible."""
        return next((way for way in self.ways(verb) if state in way.source), None)

    def verbs(self, state: str, kind: str) -> tuple[str, ...]:
        """What a kind of role may do to something in ``state``."""
        return tuple(step.verb for step in self.transitions if state in step.source and kind in step.by)

    def state_name(self, state: str) -> str:
        """The Vietnamese name of a state."""
        return self.states[state]
