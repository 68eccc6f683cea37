"""What exists, as lists are compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from khuevan.kernel.text import sort_key

from .values import Value


@dataclass(frozen=True, slots=True)
class Record:
    """Something that exists. ``values``: field → value, in the form of `read_column`.

    ``label`` tells it from others ("Nguyễn Văn An, 07/05/2014"), ``group`` is its class. ``blocked`` says in a sentence
    why this import may not touch it, such as "Em này đang học ở trường khác.";
    ``fixed``: field → why it may not change.
    """

    key: int
    values: Mapping[str, Value]
    label: str = ""
    group: str = ""
    blocked: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)


def agree(one: Value, other: Value) -> bool:
    """Whether two birth dates may be the same, one perhaps less known."""
    return str(one).startswith(str(other)) or str(other).startswith(str(one))


def same(name: Value, other: Value) -> bool:
    """The same letters and tones, wherever the tone is written."""
    return name == other or sort_key(str(name)) == sort_key(str(other))
