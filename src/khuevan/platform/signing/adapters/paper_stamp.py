"""Making the tail of a sealed paper: see ``pdf_tail``."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader

from ..ports import TimeStamper, Trust
from .findings import unfit
from .pdf_tail import NoTail, read_tails, write_tail
from .proofs import proofs_of
from .stamp_token import Token
from .stamps import accepted


def stamp_pdf(sealed: bytes, stamper: TimeStamper, trust: Trust, token: bytes, earlier: bytes) -> bytes:
    """See ``papers.stamp_pdf``."""
    try:
        [seal] = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        enclosed = tuple(certificate.dump() for certificate in seal.other_embedded_certs)
        own = seal.signer_cert.dump()
    except Exception:  # whatever a broken file makes of its reader
        raise unfit("not_pdf") from None

    def stamp(digest: bytes) -> bytes:
        made = stamper.stamp(digest)
        accepted(made, digest, trust)
        return made

    try:
        past = [Token(tail.token) for tail in read_tails(sealed, earlier)] if earlier else []
        leaves = [(said.own, said.enclosed) for said in (*past[-1:], Token(token))]
        proofs = proofs_of(trust, *([] if past else [(own, enclosed)]), *leaves)
        return write_tail(sealed, proofs, stamp, earlier)
    except NoTail:
        raise unfit("not_pdf") from None


def last_token(sealed: bytes, tails: bytes) -> bytes:
    """See ``papers.last_token``."""
    try:
        return read_tails(sealed, tails)[-1].token
    except NoTail:
        return b""
