"""What a room above gives to the machine: what it takes in, what exists, and how to write and take back."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from khuevan.kernel.errors import NotFound

from .rules.judging import Wanted
from .rules.layouts import Layout
from .rules.records import Record
from .rules.rows import Rows
from .rules.values import Value

__all__ = [
    "Incoming",
    "Record",
    "Target",
    "Wanted",
    "Written",
    "families_of",
    "register",
    "register_family",
    "target",
    "targets_of",
]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row to write or to take back: ``key`` is of what exists, or None for something to make.

    ``values`` has every field that the row fills; ``old`` those that change, with what they were; ``made`` says, when
    it is taken back, that the import made it.
    """

    row: int
    key: int | None
    values: dict[str, Value]
    old: dict[str, Value]
    made: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an `Incoming` row: the key of what was made or changed."""

    row: int
    key: int


@runtime_checkable
class Target(Protocol):
    """A kind of list that a room takes in. All methods run within the caller's transaction and scope."""

    @property
    def layout(self) -> Layout:
        """The fields."""

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of roles that may bring such a list in: "clerk", "leader", "teacher"."""

    @property
    def only(self) -> str:
        """The class that every such list is about; "" where lists are of the whole school or a class is chosen."""

    @property
    def home(self) -> str:
        """The address of the page that such lists fill, or ""."""

    def may(self, actor: Any) -> bool:
        """Whether somebody whose role is of these kinds may bring in and take out this very list."""

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """The pupils whom rows with these keys are about: it is written down who has looked at them."""

    def groups(self, school_id: int) -> list[str]:
        """The classes that a list may be about, as people call them; nothing where there are none."""

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """What exists now, in the order of its list, for files that go out. ``group``: one class, "" for all."""

    def check(self, school_id: int, rows: Rows) -> None:
        """Note with ``rows.add`` what only the room knows to be wrong, and give values the form that they have here."""

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Everything that one of the codes, numbers or names might mean; in a few queries, however many they are."""

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """Write all rows, or raise. Says for every row what it became."""

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Sentences that say what already builds on the things made by an import; empty where nothing does."""

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Undo rows that were written: what was ``made`` goes, what was changed gets ``old`` again."""


_targets: dict[str, Target] = {}
_families: dict[str, tuple[frozenset[str], Callable[[str], Target]]] = {}


def register(one: Target) -> None:
    """Offer a target under its layout's code. Registering again replaces it."""
    _targets[one.layout.code] = one


def targets_of(kind: str) -> list[Target]:
    """The targets that a kind of role may bring in, in the order in which rooms registered them."""
    return [one for one in _targets.values() if kind in one.kinds]


def register_family(family: str, kinds: frozenset[str], make: Callable[[str], Target]) -> None:
    """Offer many lists of one kind: ``make`` gives the target of the code "family-rest" for its rest, or raises
    ``NotFound``.
    """
    _families[family] = kinds, make


def families_of(kind: str) -> list[str]:
    """The families from which a kind of role may bring lists in."""
    return [family for family, (kinds, _make) in _families.items() if kind in kinds]


def target(code: str) -> Target:
    """The target of a code. Raises ``NotFound``."""
    family, _dash, rest = code.partition("-")
    if rest and family in _families:
        return _families[family][1](rest)
    if code not in _targets:
        raise NotFound("Không có loại danh sách này.", hint="Tải lại trang rồi chọn lại.")
    return _targets[code]
