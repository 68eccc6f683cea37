"""Small things that the pages of transcripts are made of."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor

from ..models import SectionSignature
from ..queries.looks import State, state
from ..rules.document import part_names
from ..rules.records import Content, Signature


class SignatureLine(NamedTuple):
    """A signature in a list: what was signed, by whom, when, and whether it counts."""

    row: Signature
    part: str
    role: str

    @property
    def who(self) -> str:
        """The signer, with a title where there is one."""
        return ", ".join(filter(None, (self.row.signer_name, self.row.signer_title)))

    @property
    def as_what(self) -> str:
        """The role as it is signed: Hiệu trưởng, KT. Hiệu trưởng."""
        return f"{self.row.on_behalf}. {self.role}" if self.row.on_behalf else self.role


def way(*crumbs: Crumb) -> list[Crumb]:
    """The way from the first page of transcripts."""
    return [Crumb(_("Học bạ"), reverse("transcripts:index")), *crumbs]


def signature_lines(rows: Iterable[Signature], content: Content | None) -> list[SignatureLine]:
    """Signatures with the names of what they cover."""
    names = part_names((one.code, one.name) for one in content.subjects) if content else part_names(())
    roles = _roles(get_language())
    return [SignatureLine(row, names.get(row.section, row.section), roles[row.role]) for row in rows]


@lru_cache(maxsize=8)
def _roles(language: str | None) -> dict[str, str]:
    return {role: str(name) for role, name in SectionSignature.Role.choices}


def actor_of(request: HttpRequest, *kinds: str) -> Actor:
    """Who asks, in one of ``kinds`` of roles; for others the page does not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kinds and actor.kind not in kinds:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def numbers(request: HttpRequest, name: str) -> list[int]:
    """Ids that a form carries; what is not a number is left out."""
    return [int(text) for text in request.POST.getlist(name) if text.isascii() and text.isdigit() and len(text) < 19]


def text_of(request: HttpRequest, name: str) -> str:
    """A text of a form, without what the database cannot keep."""
    return request.POST.get(name, "").replace("\x00", "").strip()


def pin(request: HttpRequest) -> str:
    """The PIN of a form."""
    return request.POST.get("pin", "").strip()[:32]


__all__ = [
    "Crumb",
    "SignatureLine",
    "State",
    "Tab",
    "actor_of",
    "numbers",
    "pin",
    "signature_lines",
    "state",
    "text_of",
    "way",
]
