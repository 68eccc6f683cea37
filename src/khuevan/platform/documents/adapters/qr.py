"""QR codes (ISO/IEC 18004) as SVG."""

import io

import segno


def qr_svg(text: str) -> bytes:
    """A square SVG of the QR code of ``text``, error correction M, quiet zone of one module, black on nothing."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, svgns=True, nl=False)
    return out.getvalue()
