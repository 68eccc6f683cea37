"""Why something is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusal. ``part`` is the Id of the altered part, ``part_name`` its Vietnamese name."""

    code: str
    message: str
    part: str = ""
    part_name: str = ""
