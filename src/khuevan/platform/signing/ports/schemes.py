"""In which order a kind of document is signed."""

from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a signing order.

    ``sections``: patterns (``mon-*``) of the Ids that the stage's signatures cover; a stage also covers every
    signature of the stages before it. ``many``: several signatures, each over its own sections, together over
    all; otherwise exactly one over all. ``titles``: beginnings of the certificate titles that may sign here;
    empty lets anybody of the organisation sign.
    ``deputies``: beginnings of the titles that may sign "KT." (ký thay) for them, by a mandate; "TL." (thừa lệnh) is
    anybody's who has one (NĐ 30/2020/NĐ-CP, Art 13). ``seal``: signed with the organisation's key.
    """

    role: str
    name: str
    sections: tuple[str, ...]
    many: bool = False
    seal: bool = False
    titles: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()

    def wants(self, section: str) -> bool:
        """Whether the stage covers a section."""
        return any(fnmatchcase(section, pattern) for pattern in self.sections)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who holds one of ``keys`` (SHA-256 of certificates, hex) may sign a stage in a ``form`` from first to last."""

    role: str
    form: str
    keys: frozenset[str]
    first: datetime
    last: datetime

    def covers(self, role: str, form: str, key: str, at: datetime) -> bool:
        """Whether a signature of a moment is made under it."""
        return (role, form) == (self.role, self.form) and key in self.keys and self.first <= at <= self.last


@dataclass(frozen=True, slots=True)
class Scheme:
    """The order in which a kind of document is signed.

    ``content``: the Id of the element that holds all sections. ``bound``: attributes of the content that every
    section repeats, so that a section cannot be moved to another document. ``organisation``: the attribute of
    the content with the code that every signer's certificate must carry.
    """

    content: str
    stages: tuple[Stage, ...]
    bound: tuple[str, ...] = ()
    organisation: str = ""

    def stage(self, role: str) -> Stage | None:
        """The stage of a role."""
        return next((stage for stage in self.stages if stage.role == role), None)

    def rank(self, role: str) -> int:
        """The place of a role in the order, from 0."""
        return [stage.role for stage in self.stages].index(role)
