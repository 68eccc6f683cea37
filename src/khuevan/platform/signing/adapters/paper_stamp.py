"""Making the tail of a sealed paper: see ``pdf_tail``."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader

from ..ports import TimeStamper, Trust
from .findings import unfit
from .pdf_tail import NoTail, write_tail
from .proofs import proofs_of
from .stamp_token import Token
from .stamps import accepted


def stamp_pdf(sealed: bytes, stamper: TimeStamper, trust: Trust, earlier: bytes) -> bytes:
    """See ``papers.stamp_pdf``."""
    try:
        [seal] = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        enclosed = tuple(certificate.dump() for certificate in seal.other_embedded_certs)
        own = seal.signer_cert.dump()
    except Exception:  # whatever a broken file makes of its reader
        raise unfit("not_pdf") from None
    authority = Token(earlier)
    proofs = proofs_of(trust, (own, enclosed), (authority.own, authority.enclosed))

    def stamp(digest: bytes) -> bytes:
        token = stamper.stamp(digest)
        accepted(token, digest, trust)
        return token

    try:
        return write_tail(sealed, proofs, stamp)
    except NoTail:
        raise unfit("not_pdf") from None
