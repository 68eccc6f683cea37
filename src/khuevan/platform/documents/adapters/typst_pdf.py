"""Typst as the renderer of documents: record → JSON → template → PDF/A-2b."""

import json
import re
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..ports import TEMPLATES, SecondaryYear, Sheet, TemplateName, TranscriptSheet
from .qr import printed, qr_svg

ROOM = Path(__file__).parents[1]
TEMPLATE_DIR = ROOM / "typst"
FONT_DIR = ROOM / "fonts"
STANDARD = "a-2b"
SIDE_OF_ONE_YEAR, SIDE_OF_MANY_YEARS = 30.0, 60.0
_LACKS = re.compile(r'the text `"(.+?)"` could not be displayed with font')

_local = threading.local()


def render(template: TemplateName, sheet: Sheet) -> bytes:
    """The PDF/A-2b of a sheet by the template's name; the same sheet gives the same bytes.

    Raises ``LookupError`` for an unknown template, ``Invalid`` where the fonts lack a character of the sheet: a paper
    of law is not printed with a hole in it.
    """
    if template not in TEMPLATES:
        raise LookupError(f"no document template is called {template!r}")
    try:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={"sheet": json.dumps(_data(sheet), ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=datetime.fromisoformat(sheet.date).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise _unprintable(error) from error
    assert isinstance(made, bytes)
    return made


def _unprintable(error: Exception) -> Exception:
    """What to say where a font lacks a character; any other error of the renderer stays as it is."""
    found = _LACKS.search(str(error))
    if found is None:
        return error
    message = _("Không in được ký tự “%(text)s”: phông chữ của biểu mẫu không có ký tự này.") % {"text": found[1]}
    return Invalid(message, hint=_("Tìm chỗ đã ghi ký tự này (họ tên, ghi chú…), sửa rồi in lại."), code="glyph")


def _data(sheet: Sheet) -> dict[str, object]:
    """The sheet as the templates read it, a transcript with its QR code drawn."""
    data = asdict(sheet)
    if not isinstance(sheet, TranscriptSheet):
        return data
    data["verification"]["qr"] = qr_svg(sheet.verification.url).decode()
    if sheet.verification.signed:
        side = SIDE_OF_ONE_YEAR if sheet.verification.years == 1 else SIDE_OF_MANY_YEARS
        drawn = printed(sheet.verification.signed, side)
        data["verification"]["signed"] = {"svg": drawn.svg.decode(), "side": drawn.side}
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
