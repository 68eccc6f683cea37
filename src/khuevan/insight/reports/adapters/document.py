"""A report, or a correction of one, as the XML that is signed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from khuevan.platform.proof.api import seal, unseal
from khuevan.platform.proof.ports import NotGenuine
from khuevan.platform.signing.api import trust_anchors, verify

from ..policies import CONTENT, SCHEME

KIND = "bao-cao-thong-ke"
_KIND, _UID, _DIGEST, _WHO, _AT = range(1, 6)


def document(school_code: str, uid: object, facts: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The document in its exclusive canonical form; rows are (key, number) or (key, before, after)."""
    root = etree.Element("baocao")
    content = etree.SubElement(root, "noidung", Id=CONTENT, matruong=school_code, madinhdanh=str(uid))
    info = etree.SubElement(content, "thongtin", Id="thongtin")
    for tag, text in facts.items():
        if text:
            etree.SubElement(info, tag).text = text
    numbers = etree.SubElement(content, "solieu", Id="solieu")
    for key, *values in rows:
        names = ("giatri",) if len(values) == 1 else ("truoc", "sau")
        etree.SubElement(numbers, "so", ma=key, **dict(zip(names, map(str, values), strict=True)))
    etree.SubElement(root, "chuky")
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def digest_of(xml: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(xml).hexdigest()


def vouched(xml: bytes, uid: object, who: str, at: datetime) -> str:
    """The province's signed word that a document stood so at a moment, on whose order (COSE_Sign1, RFC 9052)."""
    return seal({_KIND: KIND, _UID: str(uid), _DIGEST: digest_of(xml), _WHO: who, _AT: at.isoformat()})


def holds(xml: str, digest: str, statement: str, uid: object, rows: Iterable[Sequence[Any]]) -> bool:
    """Whether the document is whole, signed by whom it should be, and says the same numbers as the row."""
    data = xml.encode()
    if digest_of(data) != digest or _rows(data) != [(key, *map(str, values)) for key, *values in rows]:
        return False
    if not statement:
        return verify(data, trust_anchors(), SCHEME).valid
    try:
        said = unseal(statement).said
    except NotGenuine:
        return False
    return (said.get(_KIND), said.get(_UID), said.get(_DIGEST)) == (KIND, str(uid), digest)


def _rows(data: bytes) -> list[tuple[str, ...]] | None:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    names = ("ma", "giatri", "truoc", "sau")
    return [tuple(value for name in names if (value := one.get(name))) for one in root.iterfind("noidung/solieu/so")]
