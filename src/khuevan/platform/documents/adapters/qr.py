"""QR codes (ISO/IEC 18004) as SVG."""

import io
from dataclasses import dataclass

import segno

FOUR_DOTS = 4 * 25.4 / 300
"""Millimetres: a module of four dots of a printer with 300 dots an inch, the least that makers of codes advise."""
QUIET = 4
LEVELS = ("h", "q", "m", "l")


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
    ``ValueError`` for more than the largest code holds (4,296 letters).
    """
    code = None
    for level in LEVELS:
        try:
            code = segno.make(text, error=level, micro=False, boost_error=False)
        except segno.DataOverflowError:
            continue
        modules = code.symbol_size(border=QUIET)[0]
        if side / modules >= FOUR_DOTS:
            break
    else:
        if code is None:
            raise ValueError("no QR code holds this")
        side = modules * FOUR_DOTS
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET, xmldecl=False, svgns=True, nl=False)
    return Printed(out.getvalue(), side, side / modules, level.upper())


def qr_svg(text: str) -> bytes:
    """A square SVG of the QR code of ``text``, error correction M, quiet zone of one module, black on nothing."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, svgns=True, nl=False)
    return out.getvalue()
