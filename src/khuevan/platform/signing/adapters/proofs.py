"""What will still be needed when a certificate has expired: its path, and what was said of its revocation.

It stands in a paper's tail, or beside a renewed time-stamp in the form in which evidence records carry it: attributes
``certificate-values`` and ``revocation-values`` (ETSI EN 319 122-1, A.1) in their ``cryptoInfos`` (RFC 4998 §3.1).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from asn1crypto import core, parser
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from ..ports import Trust
from .certificates import load_all
from .der import CONTEXT_0, CONTEXT_1, SEQUENCE, SET, der
from .pdf_tail import Proofs
from .revocation import word_of_answer
from .stamp_token import Token
from .trust import is_known, path_of

CERTIFICATES, REVOCATIONS = (f"1.2.840.113549.1.9.16.2.{number}" for number in (23, 24))


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


def proofs_of_tokens(trust: Trust, tokens: Iterable[bytes]) -> bytes:
    """Of the authorities of tokens (DER) what is known now, to be kept beside their renewal."""
    leaves = dict.fromkeys((said.own, said.enclosed) for said in map(Token, tokens))
    return kept(proofs_of(trust, *leaves))


def kept(proofs: Proofs) -> bytes:
    """Proofs in the form in which they are kept (DER): one attribute of certificates, one of revocations."""
    lists = der(CONTEXT_0, der(SEQUENCE, *proofs.lists))
    answers = der(CONTEXT_1, der(SEQUENCE, *map(_basic, proofs.answers)))
    said = der(SEQUENCE, *([lists] if proofs.lists else []), *([answers] if proofs.answers else []))
    both = ((CERTIFICATES, der(SEQUENCE, *proofs.certificates)), (REVOCATIONS, said))
    named = (der(SEQUENCE, core.ObjectIdentifier(oid).dump(), der(SET, value)) for oid, value in both)
    return der(SEQUENCE, *named)


def attributes_of(blob: bytes) -> list[bytes]:
    """The attributes (DER) of kept proofs; none where there are none."""
    return _values(blob) if blob else []


@lru_cache(maxsize=64)
def kept_proofs(blob: bytes) -> Proofs | None:
    """Proofs that were ``kept``; None where the bytes are not what we write."""
    try:
        certificates, said = (_values(_values(_values(one)[1])[0]) for one in _values(blob))
        found = {one[0]: tuple(_values(_values(one)[0])) for one in said}
        proofs = Proofs(tuple(certificates), found.get(CONTEXT_0, ()), tuple(map(_whole, found.get(CONTEXT_1, ()))))
        return proofs if kept(proofs) == blob else None
    except Exception:  # garbage raises many things
        return None


def knowing(trust: Trust, blob: bytes) -> Trust:
    """The same trust that also knows what was kept; who is trusted stays as it was."""
    proofs = kept_proofs(blob) if blob else None
    return with_proofs(trust, proofs) if proofs else trust


@lru_cache(maxsize=64)
def with_proofs(trust: Trust, proofs: Proofs) -> Trust:
    """As ``knowing``."""
    return replace(
        trust,
        intermediates=(*trust.intermediates, *(one for one in proofs.certificates if one not in trust.anchors)),
        revocation_lists=(*trust.revocation_lists, *proofs.lists),
        answers=(*trust.answers, *proofs.answers),
    )


def _values(value: bytes) -> list[bytes]:
    """The values within a value."""
    *_head, inner, _rest = parser.parse(value, strict=True)
    found = []
    while inner:
        length = parser.peek(inner)
        found.append(inner[:length])
        inner = inner[length:]
    return found


def _basic(answer: bytes) -> bytes:
    """BasicOCSPResponse, as which answers are kept."""
    return bytes(asn1_ocsp.OCSPResponse.load(answer)["response_bytes"]["response"].parsed.dump())


def _whole(basic: bytes) -> bytes:
    """The answer around it (RFC 6960 §4.2.1): successful, of the basic kind."""
    kind = core.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1").dump()
    inner = der(SEQUENCE, kind, core.OctetString(basic).dump())
    return der(SEQUENCE, core.Enumerated.load(b"\x0a\x01\x00").dump(), der(CONTEXT_0, inner))


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
