"""What authorities have said of their certificates, in a form that can be carried away."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from ..ports import Trust
from .certificates import load_all
from .revocation import NEVER, newest, word_of_answer
from .trust import path_of


@dataclass(slots=True)
class IssuerWords:
    """Of one issuer, named by SHA-256 of its certificate (hex): revoked serial numbers (hex) and since when.

    ``all``: there is a list, so that whatever is not on it is good; otherwise only ``good`` ones are known to be.
    """

    issuer: str
    all: bool = False
    good: list[str] = field(default_factory=list)
    revoked: dict[str, datetime] = field(default_factory=dict)


def revocation_words(trust: Trust, leaves: Iterable[bytes] = ()) -> list[IssuerWords]:
    """The newest list of every issuer in ``trust``, and the newest answers about ``leaves`` (DER)."""
    found = {}
    lists = [x509.load_der_x509_crl(der) for der in trust.revocation_lists]
    for issuer in load_all((*trust.anchors, *trust.intermediates)):
        found[_name(issuer)] = _of_lists(issuer, lists)
    answers = [ocsp.load_der_ocsp_response(der) for der in trust.answers]
    for leaf in leaves if answers else ():
        for below, issuer in pairwise(path_of(trust, leaf, ())):
            _add_answers(found.setdefault(_name(issuer), IssuerWords(_name(issuer))), answers, below, issuer)
    return list(found.values())


def _of_lists(issuer: x509.Certificate, lists: list[x509.CertificateRevocationList]) -> IssuerWords:
    words = IssuerWords(_name(issuer))
    own = [
        one
        for one in lists
        if one.issuer == issuer.subject and one.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    ]
    if own:
        latest = max(own, key=lambda one: one.last_update_utc)
        words.all = True
        words.revoked = {f"{entry.serial_number:x}": entry.revocation_date_utc for entry in latest}
    return words


def _add_answers(
    words: IssuerWords, answers: list[ocsp.OCSPResponse], below: x509.Certificate, issuer: x509.Certificate
) -> None:
    word = newest(word_of_answer(answer, below, issuer) for answer in answers)
    if word is None:
        return
    serial = f"{below.serial_number:x}"
    if word.revoked_at < NEVER:
        words.revoked[serial] = min(word.revoked_at, words.revoked.get(serial, NEVER))
    else:
        words.good.append(serial)


def _name(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
