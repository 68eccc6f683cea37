"""How one partner wants records: fields renamed, codes replaced, constants added, fields left out. Data, no program.

``{"hocsinh": {"rename": {"hovaten": "HoTen"}, "codes": {"gioitinh": {"1": "M"}}, "constants": {"nguon": "KV"},
"drop": ["noisinh"]}}``
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .envelope import is_keepable
from .kinds import KINDS, fields_of

Mappings = Mapping[str, Mapping[str, Any]]
STEPS = ("rename", "codes", "constants", "drop")
LONGEST_NAME = 60
PLAIN = "phải là chữ hoặc số nguyên không quá 15 chữ số"
LARGEST = 10**15 - 1  # JSON carries it exactly (RFC 8259, 6)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where in the mapping (``hocsinh › rename › hovatenn``), and what is wrong there."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class Unmapped(ValueError):
    """A record has a value for which the partner's table of codes has no entry."""


def read_text(text: str) -> tuple[dict[str, Any], list[Fault]]:
    """The mapping in a JSON text and its faults; nothing is kept of a text that is no JSON."""
    if not text.strip():
        return {}, []
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return {}, [Fault(f"dòng {error.lineno}, cột {error.colno}", "không đúng cú pháp JSON")]
    except (ValueError, RecursionError):
        return {}, [Fault("dòng 1", "lồng quá sâu, hoặc có số quá dài")]
    if unreadable := next(_unreadable(found), ""):
        return {}, [Fault(unreadable[:LONGEST_NAME], "có kí tự không lưu được")]
    return (found, list(faults(found))) if isinstance(found, dict) else ({}, [Fault("dòng 1", "phải là đối tượng {…}")])


def faults(mapping: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong, each with its place."""
    for kind, steps in mapping.items():
        if kind not in KINDS:
            yield Fault(kind, f"không có loại bản ghi này; các loại: {', '.join(KINDS)}")
        elif not isinstance(steps, dict):
            yield Fault(kind, "phải là đối tượng {…}")
        else:
            yield from _steps(kind, steps)


def _steps(kind: str, steps: Mapping[str, Any]) -> Iterator[Fault]:
    known = fields_of(kind)
    for step, content in steps.items():
        place = f"{kind} › {step}"
        if step not in STEPS:
            yield Fault(place, f"không có bước này; các bước: {', '.join(STEPS)}")
        elif not isinstance(content, list if step == "drop" else dict):
            yield Fault(place, "phải là danh sách […]" if step == "drop" else "phải là đối tượng {…}")
        else:
            for name in content:
                if step != "constants" and name not in known:
                    yield Fault(f"{place} › {name}", "bản ghi loại này không có trường như vậy")
            yield from _contents(place, step, content)
    if isinstance(steps.get("rename", {}), dict):
        yield from _collisions(kind, steps)


def _contents(place: str, step: str, content: Any) -> Iterator[Fault]:
    if step == "rename":
        bad = [name for name, new in content.items() if not _is_name(new)]
        yield from (Fault(f"{place} › {name}", "tên mới phải là chữ, dài 1 đến 60 kí tự") for name in bad)
    if step == "codes":
        for name, table in content.items():
            if not isinstance(table, dict) or not table:
                yield Fault(f"{place} › {name}", "phải là bảng mã {mã của ta: mã của đối tác}")
            elif wrong := [key for key, value in table.items() if not _is_plain(value)]:
                yield Fault(f"{place} › {name} › {wrong[0]}", f"mã của đối tác {PLAIN}")
    if step == "constants":
        bad = [name for name, value in content.items() if not _is_plain(value)]
        yield from (Fault(f"{place} › {name}", PLAIN) for name in bad)


def _collisions(kind: str, steps: Mapping[str, Any]) -> Iterator[Fault]:
    rename, seen = steps.get("rename", {}), set()
    drop = steps.get("drop") if isinstance(steps.get("drop"), list) else []
    left = [name for name in fields_of(kind) if name not in (drop or [])]
    constants = steps.get("constants") if isinstance(steps.get("constants"), dict) else {}
    for name in [*(str(rename.get(one, one)) for one in left), *(constants or {})]:
        if name in seen:
            yield Fault(f"{kind} › rename", f"hai trường cùng thành “{name}”")
        seen.add(name)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_NAME


def _is_plain(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) or (whole and abs(value) <= LARGEST)


def _unreadable(value: Any) -> Iterator[str]:
    """Texts with what no database keeps: NUL, halves of characters. Printable."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _unreadable(name)
            yield from _unreadable(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _unreadable(inner)
    elif isinstance(value, str) and not is_keepable(value):
        yield ascii(value)


def apply(steps: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as the partner wants it. Raises ``Unmapped`` with field and value."""
    rename, codes, drop = steps.get("rename", {}), steps.get("codes", {}), steps.get("drop", ())
    made = {}
    for name, value in body.items():
        if name not in drop:
            made[rename.get(name, name)] = _coded(name, value, codes[name]) if name in codes else value
    return made | dict(steps.get("constants", {}))


def _coded(name: str, value: Any, table: Mapping[str, Any]) -> Any:
    if value in (None, "") and "" not in table:
        return value
    key = "" if value is None else str(value)
    if key not in table:
        raise Unmapped(f"{name}: bảng mã của đối tác không có “{key}”")
    return table[key]
