"""What will still be needed when a certificate has expired: its path, and what was said of its revocation."""

from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from ..ports import Trust
from .certificates import load_all
from .pdf_tail import Proofs
from .revocation import word_of_answer
from .trust import is_known, path_of


def proofs_of(trust: Trust, *leaves: tuple[bytes, tuple[bytes, ...]]) -> Proofs:
    """The certificates, newest lists and answers for leaves, each given with what is enclosed with it (DER)."""
    paths = [path_of(trust, leaf, enclosed) for leaf, enclosed in leaves]
    pairs = [pair for path in paths for pair in pairwise(path)]
    issuers = list(dict.fromkeys(issuer for _below, issuer in pairs))
    lists = {der: x509.load_der_x509_crl(der) for der in trust.revocation_lists}
    newest = (
        max(
            (der for der in lists if _made(lists[der], issuer)), key=lambda der: lists[der].last_update_utc, default=b""
        )
        for issuer in issuers
    )
    answers = (
        der for der in trust.answers for pair in pairs if word_of_answer(ocsp.load_der_ocsp_response(der), *pair)
    )
    certificates = (one.public_bytes(Encoding.DER) for path in paths for one in path)
    return Proofs(*(tuple(dict.fromkeys(filter(None, kept))) for kept in (certificates, newest, answers)))


def are_genuine(trust: Trust, proofs: Proofs) -> bool:
    """Whether all of it comes from authorities that are trusted, so that nothing else can be carried there."""
    try:
        if not all(is_known(trust, der, proofs.certificates) for der in proofs.certificates):
            return False
        known = load_all(dict.fromkeys((*proofs.certificates, *trust.anchors, *trust.intermediates)))
        lists = [x509.load_der_x509_crl(der) for der in proofs.lists]
        answers = [ocsp.load_der_ocsp_response(der) for der in proofs.answers]
        pairs = [(below, issuer) for below in known for issuer in known if below.issuer == issuer.subject]
        return all(any(_made(crl, issuer) for issuer in known) for crl in lists) and all(
            any(word_of_answer(answer, *pair) for pair in pairs) for answer in answers
        )
    except Exception:  # broken ones raise many things
        return False


def _made(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return crl.issuer == issuer.subject and crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (InvalidSignature, TypeError, ValueError):
        return False
