"""The one form of signature that is written and accepted: XAdES-BES (ETSI EN 319 132-1) in canonical bytes.

A signature is written as text that already is its exclusive canonical form, and read by taking out its values,
writing it again and comparing. Whatever is not in the form (another algorithm, transform, attribute, KeyValue,
unsigned property, white space) makes the two differ.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from lxml import etree

from khuevan.kernel.clock import TIME_ZONE

from ..ports import Algorithm
from .document import DS, ID, XADES, canonical

C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
METHODS: dict[Algorithm, str] = {
    "ecdsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "rsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
}
PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
NS = {"ds": DS, "xades": XADES}
ALLOWED = {
    "CanonicalizationMethod": {C14N},
    "SignatureMethod": {*METHODS.values()},
    "Transform": {C14N},
    "DigestMethod": {SHA256},
}
MAX_CERTIFICATES = 3
FORMS = ("KT", "TL")
DS_NS, XADES_NS = f' xmlns:ds="{DS}"', f' xmlns:xades="{XADES}"'


class Malformed(ValueError):
    """The element is not a signature of this form."""


class UnknownAlgorithm(Malformed):
    """The signature names an algorithm that is not accepted."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything a signature says, before its value.

    ``references``: (part, SHA-256) in order of signing. ``certificates``: the signer's and those above it, each
    with its SHA-256 in ``certificate_digests``. ``properties_digest`` is what a read signature claims. ``form``: KT
    (ký thay), TL (thừa lệnh), or "" for somebody who signs for themselves.
    """

    id: str
    role: str
    at: datetime
    references: tuple[tuple[str, bytes], ...]
    algorithm: Algorithm
    certificates: tuple[bytes, ...]
    certificate_digests: tuple[bytes, ...]
    properties_digest: bytes = b""
    form: str = ""

    @property
    def claimed(self) -> str:
        """The role as it is written: ``principal``, or on behalf of the principal ``principal.KT``."""
        return f"{self.role}.{self.form}" if self.form else self.role

    @property
    def own_properties_digest(self) -> bytes:
        """SHA-256 of time, certificate and role as they stand here; a true ``properties_digest`` equals it."""
        return hashlib.sha256(self._properties(XADES_NS, DS_NS).encode()).digest()

    @property
    def signed_info(self) -> bytes:
        """The bytes that the key signs: canonical SignedInfo standing alone."""
        return self._signed_info(DS_NS).encode()

    def written(self, value: bytes) -> bytes:
        """The whole signature with its value (ECDSA as r‖s)."""
        enclosed = "".join(f"<ds:X509Certificate>{_b64(der)}</ds:X509Certificate>" for der in self.certificates)
        text = (
            f'<ds:Signature{DS_NS} Id="{self.id}">{self._signed_info("")}'
            f"<ds:SignatureValue>{_b64(value)}</ds:SignatureValue>"
            f"<ds:KeyInfo><ds:X509Data>{enclosed}</ds:X509Data></ds:KeyInfo>"
            f'<ds:Object><xades:QualifyingProperties{XADES_NS} Target="#{self.id}">'
            f"{self._properties()}</xades:QualifyingProperties></ds:Object></ds:Signature>"
        )
        return text.encode()

    def _signed_info(self, ns: str) -> str:
        properties = self.properties_digest or self.own_properties_digest
        references = [_reference(part, digest) for part, digest in self.references]
        references.append(_reference(f"{self.id}-props", properties, f' Type="{PROPERTIES}"'))
        return (
            f"<ds:SignedInfo{ns}>{_element('CanonicalizationMethod', C14N)}"
            f"{_element('SignatureMethod', METHODS[self.algorithm])}{''.join(references)}</ds:SignedInfo>"
        )

    def _properties(self, xades: str = "", ds: str = "") -> str:
        """SignedProperties; ``xades`` and ``ds`` are the declarations it needs when it stands alone."""
        method = _element("DigestMethod", SHA256, ds)
        digests = "".join(
            f"<xades:Cert><xades:CertDigest>{method}<ds:DigestValue{ds}>{_b64(digest)}</ds:DigestValue>"
            "</xades:CertDigest></xades:Cert>"
            for digest in self.certificate_digests
        )
        return (
            f'<xades:SignedProperties{xades} Id="{self.id}-props"><xades:SignedSignatureProperties>'
            f"<xades:SigningTime>{time_text(self.at)}</xades:SigningTime>"
            f"<xades:SigningCertificateV2>{digests}</xades:SigningCertificateV2>"
            f"<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>{self.claimed}</xades:ClaimedRole>"
            "</xades:ClaimedRoles></xades:SignerRoleV2>"
            "</xades:SignedSignatureProperties></xades:SignedProperties>"
        )


def read(element: etree._Element, own: bytes | None = None) -> tuple[Statement, bytes]:
    """The statement and value of a ``ds:Signature``; ``own`` is its canonical form where it is known.

    Raises ``Malformed`` or ``UnknownAlgorithm``.
    """
    for name, allowed in ALLOWED.items():
        for found in element.iter(f"{{{DS}}}{name}"):
            if found.get("Algorithm") not in allowed:
                raise UnknownAlgorithm(found.get("Algorithm", "")[:120])
    try:
        statement, value = _values(element)
    except (ValueError, IndexError, TypeError, binascii.Error, OverflowError):
        raise Malformed from None
    if statement.written(value) != (own or canonical(element)):
        raise Malformed
    return statement, value


def time_text(at: datetime) -> str:
    """A signing time to the second, in Vietnamese time: ``2026-05-28T09:15:00+07:00``."""
    return at.astimezone(TIME_ZONE).isoformat(timespec="seconds")


def _values(element: etree._Element) -> tuple[Statement, bytes]:
    *references, properties = element.findall("ds:SignedInfo/ds:Reference", NS)
    certificates = element.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NS)
    if not references or not 1 <= len(certificates) <= MAX_CERTIFICATES:
        raise Malformed
    method = element.findall("ds:SignedInfo/ds:SignatureMethod", NS)[0].get("Algorithm")
    role, _dot, form = _safe(_text(element, ".//xades:ClaimedRole")).partition(".")
    if form not in ("", *FORMS):
        raise Malformed
    statement = Statement(
        id=_safe(element.get("Id", "")),
        role=role,
        form=form,
        at=datetime.fromisoformat(_text(element, ".//xades:SigningTime")),
        references=tuple(
            (_safe(ref.get("URI", "").removeprefix("#")), _bytes(_text(ref, "ds:DigestValue"))) for ref in references
        ),
        algorithm=next(name for name in get_args(Algorithm) if METHODS[name] == method),
        certificates=tuple(_bytes(cert.text or "") for cert in certificates),
        certificate_digests=tuple(
            _bytes(found.text or "") for found in element.findall(".//xades:CertDigest/ds:DigestValue", NS)
        ),
        properties_digest=_bytes(_text(properties, "ds:DigestValue")),
    )
    return statement, _bytes(_text(element, "ds:SignatureValue"))


def _reference(part: str, digest: bytes, kind: str = "") -> str:
    return (
        f'<ds:Reference{kind} URI="#{part}"><ds:Transforms>{_element("Transform", C14N)}</ds:Transforms>'
        f"{_element('DigestMethod', SHA256)}<ds:DigestValue>{_b64(digest)}</ds:DigestValue></ds:Reference>"
    )


def _element(name: str, algorithm: str, ns: str = "") -> str:
    return f'<ds:{name}{ns} Algorithm="{algorithm}"></ds:{name}>'


def _text(element: etree._Element, path: str) -> str:
    return element.findall(path, NS)[0].text or ""


def _safe(text: str) -> str:
    if not ID.fullmatch(text):
        raise Malformed
    return text


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
