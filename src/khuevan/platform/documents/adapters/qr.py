"""QR codes (ISO/IEC 18004) as SVG."""

import io
import re
from dataclasses import dataclass

import segno
from segno import consts

FOUR_DOTS = 4 * 25.4 / 300
"""Millimetres: a module of four dots of a printer with 300 dots an inch, the least that makers of codes advise."""
QUIET = 4
LEVELS = ("h", "q", "m", "l")
BITS_OF = {"h": consts.ERROR_LEVEL_H, "q": consts.ERROR_LEVEL_Q, "m": consts.ERROR_LEVEL_M, "l": consts.ERROR_LEVEL_L}
LETTERS = re.compile(r"[0-9A-Z $%*+./:-]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A code ready for paper: SVG with its quiet zone, the side and one module in millimetres, level of correction."""

    svg: bytes
    side: float
    module: float
    level: str


def printed(text: str, side: float) -> Printed:
    """The code of ``text`` in a square of ``side`` mm, quiet zone included, with as much error correction as goes in.

    Where not even the lowest level leaves modules of four printer dots, the square grows until it does. Raises
    ``ValueError`` for more than the largest code holds (4,296 letters), or letters that a code of this mode has not.
    """
    if not LETTERS.fullmatch(text):
        raise ValueError("not letters of the alphanumeric mode")
    finest = int(side / FOUR_DOTS)
    found = [(level, version) for level in LEVELS if (version := _version(len(text), level))]
    if not found:
        raise ValueError("no QR code holds this")
    fitting = [one for one in found if _modules(one[1]) <= finest]
    level, version = fitting[0] if fitting else found[-1]
    modules = _modules(version)
    side = max(side, modules * FOUR_DOTS)
    code, out = segno.make(text, error=level, version=version, micro=False, boost_error=False), io.BytesIO()
    code.save(out, kind="svg", border=QUIET, xmldecl=False, svgns=True, nl=False)
    return Printed(out.getvalue(), side, side / modules, level.upper())


def _modules(version: int) -> int:
    """How many modules a side has, quiet zone included."""
    return 17 + 4 * version + 2 * QUIET


def _version(length: int, level: str) -> int:
    """The smallest version that holds so many letters of the alphanumeric mode; 0 where none does."""
    for version in range(1, 41):
        counted = 9 if version < 10 else 11 if version < 27 else 13
        if consts.SYMBOL_CAPACITY[version][BITS_OF[level]] >= 4 + counted + length // 2 * 11 + length % 2 * 6:
            return version
    return 0


def qr_svg(text: str) -> bytes:
    """A square SVG of the QR code of ``text``, error correction M, quiet zone of one module, black on nothing."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, svgns=True, nl=False)
    return out.getvalue()
