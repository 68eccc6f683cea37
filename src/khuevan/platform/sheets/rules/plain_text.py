"""Bytes of a text file to text, and text to rows: encodings, separators, quotes."""

import csv
import io
import unicodedata

from .cells import Cell, squared
from .legacy_fonts import from_tcvn3, from_vni, likeness

_MARKS = [
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
]
_SEPARATORS = "\t;,|"
_SAMPLE = 200_000


class NotText(ValueError):
    """The bytes are no text."""


def decode(content: bytes) -> tuple[str, str]:
    """The text in NFC and how it was written: utf-8, utf-16, windows-1258, tcvn3 or vni. Raises ``NotText``."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _nfc(_strictly(content, encoding)), encoding.removesuffix("-sig")
    if guess := _utf16_without_mark(content):
        return _nfc(_strictly(content, guess)), "utf-16"
    if b"\x00" in content or _control(content) > 0.02:
        raise NotText
    try:
        return _nfc(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _one_byte(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText from error
    if "\x00" in text:
        raise NotText
    return text


def _utf16_without_mark(content: bytes) -> str:
    sample = content[:4000]
    if len(sample) < 4 or len(content) % 2:
        return ""
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > len(zeros) * 0.3:
            return encoding
    return ""


def _control(content: bytes) -> float:
    sample = content[:_SAMPLE]
    odd = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return odd / max(len(sample), 1)


def _one_byte(content: bytes) -> tuple[str, str]:
    """The reading that makes most Vietnamese syllables."""
    wide = content.decode("latin-1")
    readings = {
        "windows-1258": _nfc(content.decode("windows-1258", errors="replace")),
        "tcvn3": from_tcvn3(wide),
        "vni": from_vni(wide),
    }
    best = max(readings, key=lambda name: likeness(readings[name][:_SAMPLE].split()))
    return readings[best], best


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def rows_of(text: str) -> list[list[Cell]]:
    """Rows of a CSV file or of a paste; every cell is text. The separator is the one that most lines agree on."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(text[:_SAMPLE])
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    csv.field_size_limit(1_000_000)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise NotText from error
    return squared(rows)


def _separator(sample: str) -> str:
    if sample[:4].lower() == "sep=" and len(sample) > 4:
        return sample[4]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row][:-1]
        widths = widths or [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=wide.count)
        score = wide.count(common) / len(widths) + min(common, 30) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best
