"""The way to PAdES for processes that seldom need it: pyHanko takes more than a second to load."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from ..ports import DocumentVerdict, Place, Signer, TimeStamper, Trust
from .document import MAX_BYTES

PAPER = gettext_lazy("Bản thể hiện PDF")


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    from . import pades

    return pades.seal_pdf(pdf, signer, at=at, place=place)


def stamp_pdf(sealed: bytes, stamper: TimeStamper, trust: Trust, earlier: bytes) -> bytes:
    """What to put behind a sealed PDF: proofs of its seal and of the stamper, and a time-stamp over all of it.

    ``earlier``: a token (DER) of the same authority, whose certificates tell what has to be proved of it. Raises
    ``UnfitDocument`` where the PDF was not sealed here, and what ``TimeStamper.stamp`` raises.
    """
    from . import paper_stamp

    return paper_stamp.stamp_pdf(sealed, stamper, trust, earlier)


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
