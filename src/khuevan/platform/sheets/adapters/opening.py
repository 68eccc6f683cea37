"""Any file or paste to cells. The bytes say what it is, not its name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..rules.cells import Sheet, Workbook
from ..rules.plain_text import NotText, decode, rows_of
from . import refusals
from .html import read_html
from .ods import read_ods
from .ooxml import read_xlsx
from .packages import Unpacker, package

_PAPERS = [
    (b"%PDF", gettext_noop("tệp PDF")),
    (b"\x89PNG", gettext_noop("tệp ảnh")),
    (b"\xff\xd8\xff", gettext_noop("tệp ảnh")),
    (b"GIF8", gettext_noop("tệp ảnh")),
    (b"{\\rtf", gettext_noop("tệp văn bản")),
    (b"Rar!", gettext_noop("tệp nén")),
    (b"7z\xbc\xaf", gettext_noop("tệp nén")),
    (b"MZ", gettext_noop("chương trình")),
]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = {"windows-1258": "Windows-1258", "tcvn3": "TCVN3", "vni": "VNI", "utf-16": "UTF-16"}


def open_file(content: bytes, name: str = "") -> Workbook:
    """The cells of a file. Raises ``Unreadable`` with what is wrong and what to do."""
    if not content:
        raise refusals.empty()
    if len(content) > refusals.MOST_BYTES:
        raise refusals.too_big(len(content))
    book = _read(content)
    book.sheets = [sheet for sheet in book.sheets if sheet.rows]
    if not book.sheets:
        raise refusals.empty()
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if book.kind == "html" and suffix in ("xls", "xlsx"):
        book.notes.append(_("Tệp mang tên Excel nhưng là trang web; bảng trong đó đã được đọc."))
    return book


def open_paste(text: str) -> Workbook:
    """The cells of pasted text. Raises ``Unreadable``."""
    if len(text) > refusals.MOST_BYTES:
        raise refusals.too_big(len(text))
    return _from_text(text, "")


def _read(content: bytes) -> Workbook:
    head = content[:4096]
    for start, what in _PAPERS:
        if head.startswith(start):
            raise refusals.not_a_sheet(_(what))
    if head.startswith(b"PK"):
        return _from_package(content)
    if head.startswith(_OLE):
        return _from_ole(content)
    try:
        return _from_text(*decode(content))
    except NotText as error:
        raise refusals.not_a_sheet(_("tệp lạ")) from error


def _from_package(content: bytes) -> Workbook:
    names = set(package(content).namelist())
    if "xl/workbook.bin" in names:
        raise refusals.save_as_xlsx(".xlsb")
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        raise refusals.not_a_sheet(_("tệp Word"))
    if "[Content_Types].xml" in names and any(name.startswith("ppt/") for name in names):
        raise refusals.not_a_sheet(_("tệp trình chiếu"))
    if "[Content_Types].xml" in names:
        return read_xlsx(content)
    if "content.xml" in names and "mimetype" in names:
        if b"spreadsheet" in Unpacker(content).read("mimetype")[:200]:
            return read_ods(content)
        raise refusals.not_a_sheet(_("tệp văn bản"))
    raise refusals.not_a_sheet(_("tệp nén"))


def _from_ole(content: bytes) -> Workbook:
    """Old Office files name their streams in UTF-16 within the container's directory."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise refusals.locked()
    if not has("Workbook") and not has("Book"):
        raise refusals.not_a_sheet(_("tệp Word") if has("WordDocument") else _("tệp lạ"))
    from .xls import read_xls  # heavy and seldom: old Excel files

    return read_xls(content)


def _from_text(text: str, encoding: str) -> Workbook:
    start = text[:2000].lstrip("\ufeff \r\n\t").lower()
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise refusals.save_as_xlsx("XML 2003")
    if start.startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<style")) or (
        start.startswith("<?xml") and "<html" in start
    ):
        return read_html(text)
    try:
        rows = rows_of(text)
    except NotText as error:
        raise refusals.broken() from error
    if sum(map(len, rows)) > refusals.MOST_CELLS or max(map(len, rows), default=0) > refusals.MOST_COLUMNS:
        raise refusals.too_many_cells("csv", f"A{len(rows)}")
    notes = []
    if encoding in _ENCODINGS:
        notes.append(
            _("Tệp viết bằng bảng mã %(code)s; chữ đã được đổi sang Unicode.") % {"code": _ENCODINGS[encoding]}
        )
    return Workbook("csv", [Sheet("csv", rows)], notes)
