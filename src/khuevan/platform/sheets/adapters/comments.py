"""Puts comments into the cells of an .xlsx, by editing the package: nothing else in the file changes.

ECMA-376 part 1 §18.7 (comments) and part 4 §19 (the VML shapes in which Excel shows them).
"""

import posixpath
import re
from collections.abc import Mapping
from html import escape

from lxml import etree

from ..rules.cells import address, column_index
from .ooxml import relations, rels_of, sheet_parts
from .packages import Package
from .xml import tree

Notes = Mapping[tuple[int, int], str]
"""Cell (row and column from 0) → comment."""

AUTHOR = "Khuê Văn"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY_COMMENTS = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
_EMPTY_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:72pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_AFTER_LEGACY = re.compile(
    rb"<(?:\w+:)?(?:legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b"
    rb"|</(?:\w+:)?worksheet\s*>"
)
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_FIRST_SHAPE = 60_000


def with_comments(content: bytes, sheet: str, notes: Notes) -> bytes:
    """The same file, with ``notes`` in the cells of one sheet; comments that are there already stay."""
    package = Package(content)
    part = sheet_parts(package)[sheet]
    added = _comments(package, part, notes)
    _shapes(package, part, added)
    return package.save()


def _comments(package: Package, part: str, notes: Notes) -> list[tuple[int, int]]:
    """Write the comments; the cells that had none before and need a shape."""
    name = _linked(package, part, "comments") or _new_part(package, part, "comments", "xl/comments{}.xml")
    root = tree(package.read(name) if name in package.names else _EMPTY_COMMENTS)
    authors, texts = root[0], root[1]
    author = etree.SubElement(authors, f"{{{_MAIN}}}author")
    author.text = AUTHOR
    here = {one.get("ref"): one for one in texts}
    added = []
    for (row, column), text in notes.items():
        if (one := here.get(address(row, column))) is None:
            added.append((row, column))
            one = etree.SubElement(
                texts, f"{{{_MAIN}}}comment", ref=address(row, column), authorId=str(len(authors) - 1)
            )
            etree.SubElement(one, f"{{{_MAIN}}}text")
        else:
            text = f"\n{AUTHOR}: {text}"
        run = etree.SubElement(one[0], f"{{{_MAIN}}}r")
        said = etree.SubElement(run, f"{{{_MAIN}}}t")
        said.text = "".join(char for char in text if char >= " " or char in "\n\t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    texts[:] = sorted(texts, key=lambda one: _place(one.get("ref", "A1")))
    package.write(name, _xml(root))
    _type_of_part(package, name)
    return added


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.match(reference)
    return (int(found[2]), column_index(found[1])) if found else (0, 0)


def _shapes(package: Package, part: str, cells: list[tuple[int, int]]) -> None:
    """Append a hidden note for each cell to the sheet's drawing."""
    name = _linked(package, part, "vmlDrawing")
    if not name:
        name = _new_part(package, part, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml")
        link = next(key for key, (_kind, target) in relations(package, part).items() if target == name)
        _refer(package, part, link)
        _type_of_extension(package)
    text = package.read(name) if name in package.names else _EMPTY_VML
    kind = "" if b"_x0000_t202" in text else _SHAPE_TYPE
    shapes = "".join(
        _SHAPE.format(id=_FIRST_SHAPE + number, row=row, column=column) for number, (row, column) in enumerate(cells)
    )
    end = text.rindex(b"</")
    package.write(name, text[:end] + (kind + shapes).encode() + text[end:])


def _linked(package: Package, part: str, kind: str) -> str:
    """The part of this kind that a sheet has; "" if none. A drawing of the page's header is another thing."""
    found = {key: target for key, (type_, target) in relations(package, part).items() if type_.endswith(f"/{kind}")}
    if kind == "vmlDrawing":
        used = re.search(rb"<(?:\w+:)?legacyDrawing\s[^>]*?:id=[\"']([^\"']+)", package.read(part))
        return found.get(used[1].decode(), "") if used else ""
    return next(iter(found.values()), "")


def _new_part(package: Package, part: str, kind: str, pattern: str) -> str:
    """A free name, already linked from the sheet."""
    number = next(n for n in range(1, 10_000) if pattern.format(f"Kv{n}") not in package.names)
    name = pattern.format(f"Kv{number}")
    rels = rels_of(part)
    empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
    root = tree(package.read(rels) if rels in package.names else empty)
    ids = {one.get("Id") for one in root}
    free = next(f"rIdKv{n}" for n in range(1, 10_000) if f"rIdKv{n}" not in ids)
    target = posixpath.relpath(name, posixpath.dirname(part))
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=free, Type=f"{_LINKS}/{kind}", Target=target)
    package.write(rels, _xml(root))
    return name


def _refer(package: Package, part: str, link: str) -> None:
    """Name the drawing in the sheet, at the place that the standard gives it."""
    text = package.read(part)
    body = max(text.rfind(b"sheetData>"), text.rfind(b"sheetData/>"), 0)
    found = _AFTER_LEGACY.search(text, body)
    if found is None:
        raise ValueError("a sheet without an end")
    prefix = (_PREFIX.search(text) or [b"", b""])[1] or b""
    element = b'<%slegacyDrawing xmlns:kv="%s" kv:id="%s"/>' % (prefix, _LINKS.encode(), escape(link).encode())
    package.write(part, text[: found.start()] + element + text[found.start() :])


def _type_of_part(package: Package, name: str) -> None:
    _add_type(package, "Override", "PartName", f"/{name}", _COMMENTS_TYPE)


def _type_of_extension(package: Package) -> None:
    _add_type(package, "Default", "Extension", "vml", _VML_TYPE)


def _add_type(package: Package, element: str, key: str, value: str, content_type: str) -> None:
    root = tree(package.read("[Content_Types].xml"))
    if all(one.get(key) != value for one in root):
        tag = etree.QName(etree.QName(root).namespace, element)
        one = etree.Element(tag, {key: value, "ContentType": content_type})
        root.insert(0, one) if element == "Default" else root.append(one)
        package.write("[Content_Types].xml", _xml(root))


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
