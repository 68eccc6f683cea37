"""The description that the Ministry gives to makers of software, converted sheet by sheet to JSON.

Objects: ``{"LstHocSinh": [{"field", "type", "required", "label", "catalogue"}, …]}``. Code lists: ``{"DM_DAN_TOC":
{"title", "header": […], "rows": [[…], …]}}``. Both may hold more, which is passed over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import clean

from .choices import choices_in, is_yes_or_no
from .contents import YES_NO, CodeLine, Contents, FieldLine, ListLine
from .sections import section_of

OBJECTS = {"LstHocSinh": "pupil", "LstCanBo": "staff", "TruongHocInfo": "school", "LstLopHocInfo": "class"}
_TYPES = {"string": "text", "integer": "integer", "float": "decimal", "double": "decimal", "timestamp": "date"}
_CODES, _WORDS = ("Mã", "CONSTANT_CODE"), ("Tên", "CONSTANT_TITLE")
_IF = "(bắt buộc n"  # "nếu", and as often "néu"
_DROPPED = "bỏ"


def is_objects(data: Mapping[str, Any]) -> bool:
    """Whether a file describes objects."""
    return any(name in data for name in OBJECTS)


def objects(data: Mapping[str, Any]) -> Contents:
    """Fields of the four objects, with the choices that stand in them. Raises ``Invalid``."""
    found = Contents()
    for sheet, name in OBJECTS.items():
        seen: set[str] = set()
        for place, row in enumerate(data.get(sheet, ()), 1):
            line = _field(name, sheet, place, row, found)
            if line.code in seen:
                found.notes.append(f"{sheet}: trường {line.code} có hai lần; lấy dòng đầu.")
                continue
            seen.add(line.code)
            found.fields.append(line)
    return found


def _field(name: str, sheet: str, place: int, row: Any, found: Contents) -> FieldLine:
    code = clean(str(row.get("field") or "")) if isinstance(row, dict) else ""
    if not code:
        raise Invalid(f"{sheet}, dòng {place}: thiếu tên trường (“field”).", hint="Kiểm tra lại tệp mô tả đối tượng.")
    label, required = clean(str(row.get("label") or code)), clean(str(row.get("required") or ""))
    need = "never" if required in ("", _DROPPED) else "sometimes" if _IF in label.casefold() else "always"
    kind = "other" if required == _DROPPED else _TYPES.get(str(row.get("type") or "").casefold(), "other")
    list_code = _list_of(name, code, label, str(row.get("catalogue") or ""), found)
    return FieldLine(name, code, label[:400], kind, None, need, list_code, section_of(name, code), place)


def _list_of(name: str, code: str, label: str, said: str, found: Contents) -> str:
    choices = choices_in(said)
    if not choices:
        return clean(said) if said.startswith("DM_") else ""
    own, title = (YES_NO, "Có, không") if is_yes_or_no(choices) else (f"{name}.{code}", label)
    if own not in {one.code for one in found.lists}:
        found.lists.append(ListLine(own, title[:400], len(found.lists) + 1))
        found.codes += [CodeLine(own, key, clean(words)[:400], n) for n, (key, words) in enumerate(choices, 1)]
    return own


def code_lists(data: Mapping[str, Any]) -> Contents:
    """Code lists with their rows. Raises ``Invalid``."""
    found = Contents()
    for place, (name, sheet) in enumerate(data.items(), 1):
        if not isinstance(sheet, dict) or not isinstance(sheet.get("rows"), list):
            raise Invalid(f"Danh mục {name[:80]}: thiếu các dòng (“rows”).", hint="Kiểm tra lại tệp danh mục mã.")
        found.lists.append(ListLine(name, clean(str(sheet.get("title") or name))[:400], place))
        _rows(name, sheet, found)
    return found


def _rows(name: str, sheet: Mapping[str, Any], found: Contents) -> None:
    rows, header = [[clean(str(cell)) for cell in row] for row in sheet["rows"]], list(sheet.get("header") or ())
    if "STT" not in header and rows and "STT" in rows[0]:
        header = rows.pop(0)  # the first line of the sheet names its source
        found.notes.append(f"{name}: dòng đầu là dòng tên cột, không phải mã.")
    key, words = _column(name, header, _CODES), _column(name, header, _WORDS)
    seen: set[str] = set()
    for place, row in enumerate(rows, 1):
        code, label = row[key] if key < len(row) else "", row[words] if words < len(row) else ""
        if not code or code in seen:
            why = f"mã {code} có hai lần; lấy dòng đầu" if code else "không có mã; bỏ qua"
            found.notes.append(f"{name}, dòng {place} ({label[:40]}): {why}.")
            continue
        seen.add(code)
        kept = (key, words, *(at for at, said in enumerate(header) if said == "STT"))
        more = {said: cell for at, (said, cell) in enumerate(zip(header, row, strict=False)) if at not in kept and cell}
        found.codes.append(CodeLine(name, code[:40], label[:400], place, more))


def _column(name: str, header: Sequence[str], wanted: Sequence[str]) -> int:
    """The column that is called just so, or else the first that begins so."""
    for fits in (str.__eq__, str.startswith):
        for at, said in enumerate(header):
            if any(fits(said, one) for one in wanted):
                return at
    raise Invalid(f"Danh mục {name}: không thấy cột “{wanted[0]}…”.", hint="Dòng tên cột cần có STT, Mã và Tên.")
