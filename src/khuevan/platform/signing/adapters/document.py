"""A document that carries signatures: its shape, its canonical form, its parts by Id.

Shape: ``<root><content Id="…">sections with Id</content><container>ds:Signature …</container></root>``, where root
and container have no attributes, and no text stands between root, content, sections and signatures.

Canonical form: the file is, byte for byte, Exclusive XML Canonicalization 1.0 without comments (W3C, 2002) of its
root: UTF-8, no XML declaration, no DTD, no comments, no processing instructions. A section's digest is SHA-256 of
the exclusive canonical form of its element; that form does not depend on where the element stands, so a section
may be signed before the document around it exists.
"""

import hashlib
import re
from functools import cached_property

from lxml import etree

from .findings import unfit

MAX_BYTES = 5_000_000
MAX_PARTS = 400
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
SIGNATURE = f"{{{DS}}}Signature"
FOREIGN = (f"{{{DS}}}", f"{{{XADES}}}")
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}", re.ASCII)


def parse(xml: bytes, limit: int = MAX_BYTES) -> etree._Element:
    """The root of canonical XML. Raises ``UnfitDocument`` on anything that is not exactly that."""
    if len(xml) > limit:
        raise unfit("too_large", limit=f"{limit / 1_000_000:g} MB")
    if b"<!" in xml or b"<?" in xml or b"\0" in xml:  # canonical XML without comments has none of these
        raise unfit("forbidden_markup")
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        return etree.fromstring(xml, etree.XMLParser(**options, collect_ids=False))
    except (etree.XMLSyntaxError, ValueError):
        raise unfit("not_xml") from None


def canonical(element: etree._Element) -> bytes:
    """The exclusive canonical form of an element and what it contains, without comments."""
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)
    except etree.C14NError:  # such as a relative namespace URI
        raise unfit("not_canonical") from None


def canonical_xml(xml: bytes, limit: int = MAX_BYTES) -> bytes:
    """The canonical form of well-formed XML without DTD; comments, instructions and a declaration are dropped."""
    if len(xml) > limit:
        raise unfit("too_large", limit=f"{limit / 1_000_000:g} MB")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise unfit("forbidden_markup")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return canonical(etree.fromstring(xml, parser))
    except (etree.XMLSyntaxError, ValueError):
        raise unfit("not_xml") from None


class SignedDocument:
    """A parsed document. Raises ``UnfitDocument`` where it has not the shape described above."""

    def __init__(self, xml: bytes, limit: int = MAX_BYTES) -> None:
        self.xml = xml
        self.root = parse(xml, limit)
        if canonical(self.root) != xml:
            raise unfit("not_canonical")
        self.content, self.container = self._halves()
        self.sections = {self._id_of(part): part for part in self.content}
        self.signatures = {self._id_of(part): part for part in self.container}
        self._refuse_ambiguity()
        self._canonical: dict[str, bytes] = {}

    @property
    def content_id(self) -> str:
        """The Id of the whole content."""
        return self.content.get("Id", "")

    def digest(self, part: str) -> bytes | None:
        """SHA-256 of a part's canonical form, or None where there is no such part."""
        own = self.part(part)
        return None if own is None else hashlib.sha256(own).digest()

    def part(self, part: str) -> bytes | None:
        """The canonical bytes of a part, or None where there is no such part."""
        if part not in self._canonical and part in self._parts:
            self._canonical[part] = canonical(self._parts[part])
        return self._canonical.get(part)

    def with_signatures(self, *signatures: bytes) -> bytes:
        """The document with more signatures, given in canonical form, at the end of its container."""
        tail = "".join(f"</{_qname(element)}>" for element in (self.container, self.root)).encode()
        return self.xml.removesuffix(tail) + b"".join(signatures) + tail

    @cached_property
    def _parts(self) -> dict[str, etree._Element]:
        return {self.content_id: self.content, **self.sections, **self.signatures}

    def _halves(self) -> tuple[etree._Element, etree._Element]:
        if len(self.root) != 2 or self.root.attrib:
            raise unfit("outside_scope", what=_label(self.root))
        content, container = self.root
        if container.attrib:
            raise unfit("outside_scope", what=_label(container))
        for element in (self.root, content, container):
            loose = [element.text, *(child.tail for child in element)]
            if any(loose):
                raise unfit("outside_scope", what=_label(element))
        return content, container

    def _id_of(self, element: etree._Element) -> str:
        own = element.get("Id", "")
        if not ID.fullmatch(own):
            raise unfit("outside_scope", what=_label(element))
        if (element.tag == SIGNATURE) != (element.getparent() is self.container):
            raise unfit("outside_scope", part=own, what=_label(element))
        return own

    def _refuse_ambiguity(self) -> None:
        self._id_of(self.content)
        if len(self._parts) > MAX_PARTS:
            raise unfit("too_large", limit=f"{MAX_PARTS} phần")
        named = [self.content_id, *(e.get("Id", "") for e in (*self.content, *self.container))]
        named += [f"{signature}-props" for signature in self.signatures]
        _refuse_repetition(named)
        for section in (self.content, *self.content):
            if any(_is_other_id(name) for name in section.attrib):
                raise unfit("outside_scope", part=section.get("Id", ""), what="id")
        for section in self.content:
            for element in section.iterdescendants():
                self._refuse_hidden(element, section.get("Id", ""))

    def _refuse_hidden(self, element: etree._Element, section: str) -> None:
        """Inside a section nothing may carry an Id or be a signature: a reference could be led astray to it."""
        if str(element.tag).startswith(FOREIGN):
            raise unfit("outside_scope", part=section, what=_label(element))
        for name in element.attrib:
            if name == "Id" or _is_other_id(name):
                taken = str(element.get(name, ""))
                code = "duplicate_id" if taken in self._parts else "outside_scope"
                raise unfit(code, part=taken or section, what=name)


def _refuse_repetition(named: list[str]) -> None:
    for own in named:
        if named.count(own) > 1:
            raise unfit("duplicate_id", part=own)


def _is_other_id(name: str | bytes) -> bool:
    return etree.QName(name).localname.lower() == "id" and name != "Id"


def _label(element: etree._Element) -> str:
    return f"<{etree.QName(element).localname}>"


def _qname(element: etree._Element) -> str:
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local
