"""What a file of catalogues says, as plain lines."""

from dataclasses import dataclass, field

FIELD_TYPES = ("text", "integer", "decimal", "date", "other")
NEEDS = ("always", "sometimes", "never")
OBJECTS = ("pupil", "staff", "school", "class")
YES_NO = "CO_KHONG"
"""The list of every field that is answered with yes or no."""


@dataclass(frozen=True)
class FieldLine:
    """A field; values as in the table."""

    object: str
    code: str
    label: str
    type: str
    length: int | None
    need: str
    list_code: str
    section: str
    position: int


@dataclass(frozen=True)
class ListLine:
    """A list of codes."""

    code: str
    title: str
    position: int


@dataclass(frozen=True)
class CodeLine:
    """A code of a list; ``more``: other columns by their heading."""

    list_code: str
    code: str
    label: str
    position: int
    more: dict[str, str] = field(default_factory=dict)


@dataclass
class Contents:
    """Lines of one or several files. ``notes``: what was left out, and why, in Vietnamese."""

    fields: list[FieldLine] = field(default_factory=list)
    lists: list[ListLine] = field(default_factory=list)
    codes: list[CodeLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Contents") -> None:
        """The lines of another file behind the own ones. A list that both have (yes and no) is taken once."""
        known = {one.code for one in self.lists}
        fresh = {one.code for one in other.lists} - known
        self.fields += other.fields
        self.lists += [one for one in other.lists if one.code in fresh]
        self.codes += [one for one in other.codes if one.list_code in fresh]
        self.notes += other.notes
