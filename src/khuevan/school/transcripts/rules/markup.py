"""Markup that already is its own exclusive canonical form (W3C Exclusive XML Canonicalization 1.0, 2002)."""

import unicodedata

_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ATTRIBUTE = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": " ", "\n": " "}
_TEXT_TABLE, _ATTRIBUTE_TABLE = str.maketrans(_TEXT), str.maketrans(_ATTRIBUTE)


def element(name: str, *children: str, **attributes: object) -> str:
    """``<name a="…">children</name>``; attributes are sorted, ``children`` are markup. Empty elements stay open."""
    said = "".join(
        f' {key}="{_clean(str(value)).translate(_ATTRIBUTE_TABLE)}"' for key, value in sorted(attributes.items())
    )
    return f"<{name}{said}>{''.join(children)}</{name}>"


def text(name: str, value: object, **attributes: object) -> str:
    """An element that holds text, or nothing at all where there is none to hold."""
    words = _clean(str(value))
    return element(name, words.translate(_TEXT_TABLE), **attributes) if words else ""


def _clean(value: str) -> str:
    """NFC, without the characters that XML 1.0 cannot carry."""
    return unicodedata.normalize("NFC", "".join(c for c in value if c in "\t\n" or not _forbidden(c)))


def _forbidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff"
