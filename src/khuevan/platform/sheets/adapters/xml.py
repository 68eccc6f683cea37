"""XML from strangers: no entities, no network, no external files."""

from lxml import etree

from . import refusals


def tree(content: bytes) -> etree._Element:
    """The root of a small document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise refusals.broken() from error
    if root.getroottree().docinfo.doctype:
        raise refusals.broken()
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
