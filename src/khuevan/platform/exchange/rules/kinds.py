"""Kinds of records in the feed and the JSON Schema of each (TT 42/2021/TT-BGDĐT, feed to the National Data Centre).

Field names are those of the national feed. A schema says what every partner may rely on; more fields are welcome.
"""

from typing import Any

SCHOOL, STAFF, CLASS, PUPIL, RESULT, TRANSCRIPT = "truong", "giaovien", "lophoc", "hocsinh", "ketqua", "hocba"
KINDS = (SCHOOL, STAFF, CLASS, PUPIL, RESULT, TRANSCRIPT)
"""In the order in which they are sent: what others point to goes first."""

DAY = {"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}
CITIZEN = {"type": "string", "pattern": r"^(\d{12})?$"}


def _text(most: int, least: int = 0) -> dict[str, Any]:
    return {"type": "string", "maxLength": most, **({"minLength": least} if least else {})}


_CODE, _NAME = _text(40, 1), _text(80, 1)
_SEX = {"enum": [0, 1, 2]}
_GRADE = {"type": "integer", "minimum": 1, "maximum": 18}
_YEAR = {"type": "integer", "minimum": 2000, "maximum": 2100}
_TERM = {"enum": [1, 2, 3]}
_LEVEL = {"enum": ["", "01", "02", "03", "04", "05"]}
_STATE = {"enum": ["danghoc", "thoihoc"]}
_WORKING = {"enum": ["danglamviec", "nghi"]}
_PERSON = {"hovaten": _NAME, "gioitinh": _SEX, "ngaysinh": DAY, "dantoc": _text(3), "sodinhdanh": CITIZEN}

_FIELDS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    SCHOOL: (
        {"matruong": _text(20, 1), "tentruong": _text(160, 1), "manhomcaphoc": _LEVEL, "maxa": _text(5),
         "diachi": _text(200), "ngaythanhlap": DAY, "ngaydongcua": DAY},
        ("matruong", "tentruong", "manhomcaphoc"),
    ),
    STAFF: (
        {"matruong": _text(20, 1), "magiaovien": _CODE, **_PERSON, "chucvu": _text(60), "trangthai": _WORKING},
        ("matruong", "magiaovien", "hovaten", "gioitinh"),
    ),
    CLASS: (
        {"matruong": _text(20, 1), "malop": _CODE, "tenlop": _text(20, 1), "namhoc": _YEAR, "makhoi": _GRADE,
         "magiaoviencn": _text(40)},
        ("matruong", "malop", "tenlop", "namhoc", "makhoi"),
    ),
    PUPIL: (
        {"matruong": _text(20, 1), "mahocsinh": _CODE, **_PERSON, "noisinh": _text(120), "malop": _text(40),
         "tenlop": _text(20), "makhoi": {"type": ["integer", "null"]}, "namhoc": {"type": ["integer", "null"]},
         "trangthai": _STATE},
        ("matruong", "mahocsinh", "hovaten", "gioitinh", "trangthai"),
    ),
    RESULT: (
        {"matruong": _text(20, 1), "mahocsinh": _CODE, "malop": _CODE, "namhoc": _YEAR, "hocky": _TERM,
         "mahocluc": _text(4), "mahanhkiem": _text(2), "madanhhieu": _text(12), "ketquanamhoc": _text(16)},
        ("matruong", "mahocsinh", "malop", "namhoc", "hocky"),
    ),
    TRANSCRIPT: (
        {"matruong": _text(20, 1), "madinhdanhhocba": _text(60, 1), "mahocsinh": _CODE, "hovaten": _NAME,
         "namhoc": _YEAR, "makhoi": _GRADE, "phienbanhocba": {"type": "integer", "minimum": 1},
         "ngayphathanh": DAY, "matracuu": _text(14, 1),
         "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
        ("matruong", "madinhdanhhocba", "mahocsinh", "hovaten", "namhoc", "phienbanhocba", "matracuu", "sha256"),
    ),
}  # fmt: skip


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of the fields of a kind, in their order."""
    return tuple(_FIELDS[kind][0])


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the body of a kind."""
    properties, required = _FIELDS[kind]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "object",
        "properties": properties,
        "required": list(required),
    }
