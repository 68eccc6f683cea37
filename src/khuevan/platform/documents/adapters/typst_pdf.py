"""Typst as the renderer of documents: record → JSON → template → PDF/A-2b."""

import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from ..ports import TEMPLATES, SecondaryYear, Sheet, TemplateName, TranscriptSheet
from .qr import qr_svg

ROOM = Path(__file__).parents[1]
TEMPLATE_DIR = ROOM / "typst"
FONT_DIR = ROOM / "fonts"
STANDARD = "a-2b"

_local = threading.local()


def render(template: TemplateName, sheet: Sheet) -> bytes:
    """The PDF/A-2b of a sheet by the template's name; the same sheet gives the same bytes.

    Raises ``LookupError`` for an unknown template.
    """
    if template not in TEMPLATES:
        raise LookupError(f"no document template is called {template!r}")
    made = _compiler(template).compile(
        format="pdf",
        sys_inputs={"sheet": json.dumps(_data(sheet), ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=datetime.fromisoformat(sheet.date).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def _data(sheet: Sheet) -> dict[str, object]:
    """The sheet as the templates read it, a transcript with its QR code drawn."""
    data = asdict(sheet)
    if not isinstance(sheet, TranscriptSheet):
        return data
    data["verification"]["qr"] = qr_svg(sheet.verification.url).decode()
    data["form"] = "tt22" if isinstance(sheet.years[0], SecondaryYear) else "tt27"
    data["heading"] = "BỘ GIÁO DỤC VÀ ĐÀO TẠO"
    return data


def _compiler(template: str) -> typst.Compiler:
    """One compiler a thread and template; it keeps what it has parsed."""
    made = getattr(_local, template, None)
    if made is None:
        path = TEMPLATE_DIR / f"{template}.typ"
        made = typst.Compiler(path, root=TEMPLATE_DIR, font_paths=_fonts(), ignore_system_fonts=True)
        setattr(_local, template, made)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
