"""Names of columns, made comparable."""

import re

from khuevan.kernel.text import fold

_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_OTHER = re.compile(r"[\W_]+")


def plain_name(label: str) -> str:
    """Without accents, case, brackets and punctuation: ``HỌ VÀ TÊN (*)`` → ``ho va ten``."""
    folded = fold(label)
    return _OTHER.sub(" ", _BRACKETS.sub(" ", folded)).strip() or _OTHER.sub(" ", folded).strip()


def last_level(label: str) -> str:
    """The lowest of the levels that a header of several rows has."""
    return label.rpartition(" > ")[2]
