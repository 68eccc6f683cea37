"""What a room above declares that it takes in: fields, their names elsewhere, and by which a row is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from khuevan.kernel.text import fold

from .labels import plain_name


class Kind(StrEnum):
    """What the cells of a field are. In brackets: the value that comes of it."""

    TEXT = "text"  # text
    NAME = "name"  # a person's name, with capitals
    CODE = "code"  # text without spaces; with `digits` its lost leading zeros come back
    PARTIAL_DATE = "partial_date"  # 2014-05-07, 2014-05 or 2014
    DATE = "date"  # 2014-05-07
    TENTHS = "tenths"  # 85 for 8,5
    WHOLE = "whole"  # a whole number
    YES_NO = "yes_no"  # True, False
    SEX = "sex"  # 1 male, 2 female (QCVN 109:2017/BTTTT)
    CHOICE = "choice"  # a code of `codes`


@dataclass(frozen=True)
class Field:
    """One thing to take in. ``aliases`` are further names of its column; accents, case and brackets do not matter.

    ``codes``: code → name, for `Kind.CHOICE`. ``digits``: length of a code of digits, 0 for any; ``loose``: another
    shape is taken as it is, and the room above says what it thinks of it. ``longest``: letters.
    ``lowest`` and ``highest`` bound numbers, in the unit of the value. ``inner``: no column of a file holds it;
    the room above fills it in when it checks the rows (a key that several columns give together). ``points``: it
    only says about whom or what the row is, and is no change.
    """

    code: str
    label: str
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    digits: int = 0
    loose: bool = False
    longest: int = 200
    lowest: int | None = None
    highest: int | None = None
    inner: bool = False
    points: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """All its names, as `plain_name` makes them."""
        return frozenset(self.ranks)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The same names with their places: where two columns fit as well, the name that is said first counts."""
        return {plain_name(name): place for place, name in reversed(list(enumerate((self.label, *self.aliases))))}

    @cached_property
    def choices(self) -> dict[str, str]:
        """What may stand for each of ``codes``: the code, the folded code without leading zeros, the folded name."""
        found: dict[str, str] = {}
        for code, name in self.codes.items():
            for key in (fold(name), fold(code), fold(code).lstrip("0") or "0"):
                found.setdefault(key, code)
        return found


@dataclass(frozen=True)
class Layout:
    """A kind of list. Rows are recognised by ``by_code``, then ``by_number``, then ``by_name`` with ``by_birth``:
    codes of fields, "" where the list has none. ``section`` is the field that titles between rows fill in ("Lớp 7A").

    ``members``: the list is about people who are known; nobody new comes of it, a name alone says who it is where one
    person bears it, and a row that is nobody's is wrong for this reason. "" for lists that may bring somebody new.
    ``numbered``: names (plain) of a label over several columns that stand for the first, the second, … of their kind.
    ``family``: what the list has in common with others of its kind, whose columns are remembered together.
    """

    code: str
    title: str
    fields: tuple[Field, ...]
    by_code: str = ""
    by_number: str = ""
    by_name: str = ""
    by_birth: str = ""
    section: str = ""
    members: str = ""
    family: str = ""
    numbered: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        keys = {self.by_code, self.by_number, self.by_name, self.by_birth, self.section} - {""}
        if unknown := keys - set(self.by):
            raise ValueError(f"layout {self.code!r} has no fields {sorted(unknown)}")

    @cached_property
    def by(self) -> dict[str, Field]:
        """The fields by their codes."""
        return {one.code: one for one in self.fields}

    @cached_property
    def outer(self) -> tuple[Field, ...]:
        """The fields that columns of a file may hold."""
        return tuple(one for one in self.fields if not one.inner)

    @cached_property
    def known(self) -> frozenset[str]:
        """All names of all fields, plain."""
        return self.numbered.union(name for one in self.fields if not one.inner for name in one.names)
