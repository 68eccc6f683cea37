"""Sets of rules as JSON, so that an amendment, a draft or a catalogue of indicators needs no line of code.

Every number of a set has to be there: nothing is silently taken from another regulation.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum, IntEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from khuevan.kernel.errors import Invalid

from .preschool import PreschoolRules
from .rule_sets import KINDS, RuleSet


def write_set(rules: RuleSet) -> str:
    """A set as JSON, to be read again by ``read_set`` or changed by hand."""
    head: dict[str, Any] = {name: getattr(rules, name) for name in ("code", "title", "kind", "issued_on")}
    head |= {"effective_on": rules.effective_on, "last_year": rules.last_year}
    head["first_year"] = {str(grade): year for grade, year in rules.first_year.items()}
    head["params"] = asdict(rules.params, dict_factory=_plain) if rules.params else None
    return json.dumps(head, ensure_ascii=False, indent=2, default=str)


def read_set(text: str) -> RuleSet:
    """A set from JSON. Raises ``Invalid``, which names the parameter that is missing or wrong."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise Invalid(f"Tệp bộ quy tắc không phải JSON: {error}.", hint="Bắt đầu từ khuevan rules MÃ --show.") from None
    if not isinstance(given, dict):
        raise _wrong("", "một đối tượng JSON")
    kind = _get(given, "kind", "")
    if kind not in KINDS:
        raise _wrong("kind", ", ".join(KINDS))
    hints = {"code": str, "title": str, "issued_on": date | None, "effective_on": date | None, "last_year": int | None}
    head = {name: _value(hint, _get(given, name, ""), name) for name, hint in hints.items()}
    years = _get(given, "first_year", "")
    if not isinstance(years, dict) or not all(grade.isdecimal() for grade in years):
        raise _wrong("first_year", 'năm bắt đầu theo từng khối, ví dụ {"6": 2027}')
    first = {int(grade): _value(int, year, f"first_year.{grade}") for grade, year in years.items()}
    params = _value(KINDS[kind], _get(given, "params", ""), "params")
    if isinstance(params, PreschoolRules):
        _known_domains(params)
    return RuleSet(**head, first_year=first, params=params, kind=kind)


def _known_domains(params: PreschoolRules) -> None:
    domains = {one.code for one in params.domains}
    for one in params.indicators:
        if one.domain not in domains:
            raise _wrong(f"params.indicators.{one.code}.domain", f"một trong {', '.join(sorted(domains))}")


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _said(value) for name, value in pairs}


def _said(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_said(one) for one in value]
    if isinstance(value, Enum):
        return value.name if isinstance(value, IntEnum) else value.value
    return value


def _get(given: Mapping[str, Any], name: str, path: str) -> Any:
    if name not in given:
        raise Invalid(
            f"Bộ quy tắc thiếu tham số “{path}{name}”.",
            hint="Mỗi con số của văn bản phải được ghi rõ; xem mẫu bằng khuevan rules MÃ --show.",
            code="parameter",
        )
    return given[name]


def _value(hint: Any, given: Any, path: str) -> Any:
    if is_dataclass(hint):
        return _object(hint, given, path)
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if given is None and NoneType in args else _value(args[0], given, path)
    if origin is tuple:
        return _list(args, given, path)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint, given, path)
    if hint is date:
        try:
            return date.fromisoformat(given)
        except (TypeError, ValueError):
            raise _wrong(path, "ngày viết năm-tháng-ngày") from None
    if type(given) is not hint:
        raise _wrong(path, "số nguyên" if hint is int else "chữ")
    return given


def _object(hint: Any, given: Any, path: str) -> Any:
    if not isinstance(given, dict):
        raise _wrong(path, "một đối tượng JSON")
    hints, names = get_type_hints(hint), [one.name for one in fields(hint)]
    if extra := set(given) - set(names):
        raise _wrong(path, f"chỉ gồm {', '.join(names)}; không có {', '.join(sorted(extra))}")
    return hint(**{name: _value(hints[name], _get(given, name, f"{path}."), f"{path}.{name}") for name in names})


def _list(args: tuple[Any, ...], given: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise _wrong(path, "một danh sách")
    each = [args[0]] * len(given) if len(args) == 2 and args[1] is Ellipsis else list(args)
    if len(each) != len(given):
        raise _wrong(path, f"{len(each)} giá trị")
    return tuple(_value(hint, one, f"{path}.{n}") for n, (hint, one) in enumerate(zip(each, given, strict=True)))


def _member(hint: type[Enum], given: Any, path: str) -> Enum:
    by_name = {one.name if isinstance(one, IntEnum) else one.value: one for one in hint}
    if given not in by_name:
        raise _wrong(path, f"một trong {', '.join(by_name)}")
    return by_name[given]


def _wrong(path: str, wanted: str) -> Invalid:
    return Invalid(f"Bộ quy tắc: “{path or 'tệp'}” phải là {wanted}.", hint="Sửa tệp rồi chạy lại.", code="parameter")
