"""The way to PAdES for processes that seldom need it: pyHanko takes more than a second to load."""

from datetime import datetime

from ..ports import DocumentVerdict, Place, Signer, Trust
from .document import MAX_BYTES

PAPER = "Bản thể hiện PDF"


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    from . import pades

    return pades.seal_pdf(pdf, signer, at=at, place=place)


def verify_pdf(
    pdf: bytes, trust: Trust, *, now: datetime | None = None, limit: int = MAX_BYTES, name: str = PAPER
) -> DocumentVerdict:
    """The verdict on a sealed PDF. Never raises on bad input. ``name``: what the paper is called in sentences."""
    from . import pades_check

    return pades_check.verify_pdf(pdf, trust, now=now, limit=limit, name=name)
