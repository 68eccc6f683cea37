"""Vietnamese text: one stored form, search without accents, and the order of names in a class list.

The database has no Vietnamese collation that is the same on every machine, so order is a key computed here
and kept in a ``collate "C"`` column: given name, then family name, then middle names, word by word; in each
word the letters decide first (a ă â … y), the tones second (ngang, huyền, hỏi, ngã, sắc, nặng).
"""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
# "~" is above every letter in ASCII, so "a" < "a~" (ă) < "a~~" (â) and no word of one falls among another's.
_MARKED = {
    "a" + _BREVE: "a~",
    "a" + _CIRCUMFLEX: "a~~",
    "e" + _CIRCUMFLEX: "e~",
    "o" + _CIRCUMFLEX: "o~",
    "o" + _HORN: "o~~",
    "u" + _HORN: "u~",
}
_BARRED_KEYS = {"đ": "d~", "ƀ": "b"}
_BARRED = str.maketrans({"đ": "d", "ƀ": "b"})
_MARKS = {ord(mark): None for mark in [*_TONES, _BREVE, _CIRCUMFLEX, _HORN]}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
_WORD_PART = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """The stored form: NFC, single spaces, no invisible characters."""
    visible = text if text.isprintable() else "".join(c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def fold(text: str) -> str:
    """For search: lower case, no accents, đ as d, single spaces. ``fold("Đỗ  Ánh") == "do anh"``."""
    plain = unicodedata.normalize("NFD", clean(text).lower()).translate(_BARRED)
    if (short := plain.translate(_MARKS)).isascii():
        return short
    return "".join(c for c in plain if unicodedata.category(c) != "Mn")


def search_text(full_name: str) -> str:
    """What to index for a name: folded, as written and with the words reversed, so both orders are found."""
    words = fold(full_name).split()
    return " ".join(words if len(words) < 2 else [*words, *reversed(words)])


def within(heading: str) -> str:
    """A heading as it stands within a sentence: ``Học kì II`` → ``học kì II``."""
    return heading[:1].lower() + heading[1:]


def given_name(full_name: str) -> str:
    """The last word of a name (tên). A name of one word is its own given name."""
    words = clean(full_name).split()
    return words[-1] if words else ""


def name_case(full_name: str) -> str:
    """Capitals for words written all in small or all in large letters; other words stay as they were typed.

    ``nguyễn VĂN an`` → ``Nguyễn Văn An``, ``h'hen niê`` → ``H'Hen Niê``, ``Y`` stays one word.
    """
    return " ".join(_word_case(word) for word in clean(full_name).translate(_APOSTROPHES).split())


def _word_case(word: str) -> str:
    if word[0].isupper() and not word.isupper():
        return word
    return _WORD_PART.sub(lambda part: part[0][0].upper() + part[0][1:].lower(), word)


def sort_key(full_name: str) -> str:
    """An ASCII key whose byte order is that of a Vietnamese class list. Equal for ``Hòa`` and ``Hoà``."""
    words = clean(full_name).lower().split()
    return ",".join(_word_key(word) for word in [*words[-1:], *words[:-1]])


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> str:
    letters: list[str] = []
    tones = base = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones += _TONES[char]
        elif not unicodedata.combining(char):
            base = char
            letters.append(_letter_key(char))
        elif base + char in _MARKED:
            letters[-1] = _MARKED[base + char]
    return f"{''.join(letters)} {tones or '0'}"


def _letter_key(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else ""
    return _BARRED_KEYS.get(letter) or f"{{{ord(letter):05x}"  # "{" is above z: foreign letters come last
