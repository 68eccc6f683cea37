"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime; TCVN 5712:1993 VN3) and VNI (VNI-Times).

A program that does not know the font reads the bytes as Windows-1252: "Nguyễn" becomes "NguyÔn" (TCVN3) or
"Nguyeãn" (VNI). Which one it is shows in the syllables: only one reading makes Vietnamese ones.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

_TCVN3_CODES = (
    "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcdedfe3e1e2e4abe5e8e6e7e9acea"
    "edebeceeeff3f1f2f4adf5f8f6f7f9fafdfbfcfea1a2a7a3a4a5a6"
)
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_CODES).decode("latin-1"), _TCVN3_LETTERS, strict=True))
_TCVN3_TABLE = str.maketrans(_TCVN3)

_TONES = "øùûõï"  # huyền, sắc, hỏi, ngã, nặng, put after the letter
_VNI_GROUPS = {
    "a": ("àáảãạ", _TONES), "e": ("èéẻẽẹ", _TONES), "o": ("òóỏõọ", _TONES), "u": ("ùúủũụ", _TONES),
    "ô": ("ờớởỡợ", _TONES), "ö": ("ừứửữự", _TONES), "y": ("ỳýỷỹ", "øùûõ"),
}  # fmt: skip
_VNI_MARKED = {"a": ("ăằắẳẵặâầấẩẫậ", "êèéúüëâàáåãä"), "e": ("êềếểễệ", "âàáåãä"), "o": ("ôồốổỗộ", "âàáåãä")}
_VNI_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í"}


def _vni() -> dict[str, str]:
    pairs = dict(_VNI_SINGLE)
    for groups in (_VNI_GROUPS, _VNI_MARKED):
        for base, (letters, marks) in groups.items():
            pairs |= {base + mark: letter for letter, mark in zip(letters, marks, strict=True)}
    first_upper = {key[0].upper() + key[1:]: letter.upper() for key, letter in pairs.items()}
    return pairs | first_upper | {key.upper(): letter.upper() for key, letter in pairs.items()}


_VNI = _vni()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_ONSET = r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_RHYME = (
    r"(?:oa|oă|uâ|oe|uê|uơ|uy|uyê|uô|ươ|iê|yê|ia|ua|ưa|uya|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    r"|iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyu|uêu|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)(?:ch|nh|ng|[cmnpt])?"
)
_SYLLABLE = re.compile(_ONSET + _RHYME)
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_MARKED_WORD = re.compile(r"[^\s,;:()/.\-\d]*[^\x00-\x7f\s][^\s,;:()/.\-\d]*")
_ENOUGH, _SURE = 400, 0.75


def from_tcvn3(text: str) -> str:
    """``NguyÔn V¨n An`` → ``Nguyễn Văn An``. Capitals of the font .VnTimeH come out small."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """``Nguyeãn Vaên An`` → ``Nguyễn Văn An``."""
    return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)


def from_twice(text: str) -> str:
    """``LÃª VÄƒn`` → ``Lê Văn``: UTF-8 that a program took for Windows-1252. What is none stays as it is."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")  # the five bytes that Windows-1252 leaves open


def is_syllable(word: str) -> bool:
    """Whether Vietnamese could have this syllable: at most one tone, a known onset and rhyme."""
    plain = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", plain.translate(_TONE_MARKS))
    tones = len(plain) - len(unicodedata.normalize("NFD", bare))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(bare))


def likeness(texts: Iterable[str]) -> float:
    """Which part of the words with other than plain letters are Vietnamese syllables; 1.0 where there are none."""
    words = list(islice((word for text in texts for word in _MARKED_WORD.findall(text)), _ENOUGH))
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def recognise(texts: Iterable[str]) -> str:
    """``tcvn3``, ``vni``, ``twice`` or ``""`` for text that is Unicode (or nothing that we know)."""
    marked = [text for text in islice(texts, 5000) if not text.isascii()][:_ENOUGH]
    if not marked or likeness(marked) >= _SURE:
        return ""
    found = {name: likeness(map(change, marked)) for name, change in _WAYS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _SURE and found[best] > likeness(marked) + 0.2 else ""


def converted(text: str, font: str) -> str:
    """The text in Unicode; what is good Vietnamese already stays."""
    if text.isascii() or not font or likeness([text]) == 1.0:
        return text
    return _WAYS[font](text)


_WAYS = {"tcvn3": from_tcvn3, "vni": from_vni, "twice": from_twice}
