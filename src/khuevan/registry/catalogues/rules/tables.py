"""Catalogues as CSV, which a spreadsheet opens: one table of fields, or one of codes; told apart by their columns.

Fields: object,code,label,type,length,need,list,section (the last may stay empty). Codes: list,title,code,label.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import clean

from .contents import FIELD_TYPES, NEEDS, OBJECTS, CodeLine, Contents, FieldLine, ListLine
from .sections import SECTIONS, section_of

FIELDS = ("object", "code", "label", "type", "length", "need", "list", "section")
CODES = ("list", "title", "code", "label")
Row = dict[str, str]


def read_table(text: str) -> Contents:
    """The lines of a table. Raises ``Invalid`` with the line and what is allowed there."""
    reader = csv.DictReader(StringIO(text), strict=True)
    columns = tuple(reader.fieldnames or ())
    if columns not in (FIELDS, CODES):
        hint = f"Bảng trường có các cột {','.join(FIELDS)}; bảng mã có các cột {','.join(CODES)}."
        raise Invalid("Không nhận ra các cột của bảng.", hint=hint)
    try:
        rows = [{name: clean(row[name] or "") for name in columns} for row in reader]
    except csv.Error as error:
        raise Invalid(
            f"Dòng {reader.line_num}: không đọc được ({error}).", hint="Lưu lại tệp ở dạng CSV UTF-8."
        ) from error
    return _fields(rows) if columns == FIELDS else _codes(rows)


def _fields(rows: list[Row]) -> Contents:
    found, seen = Contents(), set[tuple[str, str]]()
    for line, row in enumerate(rows, 2):
        _one_of(line, "object", row["object"], OBJECTS)
        _one_of(line, "type", row["type"], FIELD_TYPES)
        _one_of(line, "need", row["need"], NEEDS)
        _filled(line, row, ("code", "label"))
        _once(line, (row["object"], row["code"]), seen)
        section = row["section"] or section_of(row["object"], row["code"])
        _one_of(line, "section", section, SECTIONS)
        about = (row["type"], _length(line, row["length"]), row["need"], row["list"])
        found.fields.append(FieldLine(row["object"], row["code"], row["label"], *about, section, line))
    return found


def _codes(rows: list[Row]) -> Contents:
    found, seen, lists = Contents(), set[tuple[str, str]](), set[str]()
    for line, row in enumerate(rows, 2):
        _filled(line, row, CODES)
        _once(line, (row["list"], row["code"]), seen)
        if row["list"] not in lists:
            lists.add(row["list"])
            found.lists.append(ListLine(row["list"], row["title"], line))
        found.codes.append(CodeLine(row["list"], row["code"], row["label"], line))
    return found


def _length(line: int, said: str) -> int | None:
    if said and not (said.isascii() and said.isdigit() and len(said) < 5 and int(said)):
        raise Invalid(f"Dòng {line}: độ dài “{said[:20]}” không phải là số.", hint="Viết số từ 1 đến 9999.")
    return int(said) if said else None


def _one_of(line: int, column: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise Invalid(
            f"Dòng {line}, cột {column}: “{value[:40]}” không dùng được.", hint=f"Dùng: {', '.join(allowed)}."
        )


def _filled(line: int, row: Row, columns: Iterable[str]) -> None:
    for column in columns:
        if not row[column]:
            raise Invalid(f"Dòng {line}, cột {column}: bỏ trống.", hint="Điền vào, hoặc bỏ cả dòng.")


def _once(line: int, key: tuple[str, str], seen: set[tuple[str, str]]) -> None:
    if key in seen:
        raise Invalid(f"Dòng {line}: {' '.join(key)} đã có ở dòng trên.", hint="Giữ lại một dòng.")
    seen.add(key)
