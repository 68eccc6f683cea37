"""The way to PAdES for processes that seldom need it: pyHanko takes more than a second to load."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from ..ports import DocumentVerdict, Place, Signer, TimeStamper, Trust
from .document import MAX_BYTES

if TYPE_CHECKING:
    from .pades import PreparedPaper

PAPER = gettext_lazy("Bản thể hiện PDF")


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    from . import pades

    return pades.seal_pdf(pdf, signer, at=at, place=place)


def prepare_pdf(pdf: bytes, signer: Signer, *, at: datetime) -> "PreparedPaper":
    """All of `seal_pdf` but the signature, so that a service is asked for many at once. Raises as it does."""
    from . import pades

    return pades.prepare_pdf(pdf, signer, at=at)


def seal_prepared(papers: "Sequence[PreparedPaper]", signer: Signer) -> list[bytes]:
    """The papers under their signatures, made in one call of the key. Raises what ``Signer.sign_all`` raises."""
    from . import pades

    return pades.seal_prepared(papers, signer)


def stamp_pdf(sealed: bytes, stamper: TimeStamper, trust: Trust, token: bytes, earlier: bytes = b"") -> bytes:
    """What to put behind a sealed PDF: proofs of its seal and of the stamper, and a time-stamp over all of it.

    ``token``: one (DER) of the same authority, whose certificates tell what has to be proved of it. ``earlier``: what
    stands behind the seal already, whose last authority is proved instead of the seal. Raises ``UnfitDocument`` where
    the PDF was not sealed here, and what ``TimeStamper.stamp`` raises.
    """
    from . import paper_stamp

    return paper_stamp.stamp_pdf(sealed, stamper, trust, token, earlier)


def last_token(sealed: bytes, tails: bytes) -> bytes:
    """The newest token (DER) behind a sealed PDF; nothing where what stands there is not in our form."""
    from . import paper_stamp

    return paper_stamp.last_token(sealed, tails)


def verify_pdf(
    pdf: bytes, trust: Trust, *, organisation: str = "", now: datetime | None = None, limit: int = MAX_BYTES,
    name: str = "",
) -> DocumentVerdict:  # fmt: skip
    """The verdict on a sealed PDF. Never raises on bad input.

    ``organisation``: the code that the seal's certificate must carry, where the reader knows whose paper it should
    be. ``name``: what the paper is called in sentences. ``limit``: the most bytes that are looked at.
    """
    from . import pades_check

    return pades_check.verify_pdf(pdf, trust, organisation=organisation, now=now, limit=limit, name=name or str(PAPER))
