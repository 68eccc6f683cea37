"""Whether a body fits the JSON Schema of its kind, in words."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema_rs import ValidationError, Validator, validator_for

from ..rules.kinds import schema_of

SHOWN = 3
_TYPES = {"string": "chữ", "integer": "số nguyên", "null": "để trống", "object": "đối tượng"}


def fault_of(kind: str, body: Mapping[str, Any]) -> str:
    """What is wrong with a body, field by field (at most three), or ""."""
    validator = _validator(kind)
    if validator.is_valid(body):
        return ""
    found = [_words(error) for error in validator.iter_errors(body)]
    more = f"; và {len(found) - SHOWN} chỗ nữa" if len(found) > SHOWN else ""
    return "; ".join(found[:SHOWN]) + more


@cache
def _validator(kind: str) -> Validator:
    return validator_for(schema_of(kind))


def _words(error: ValidationError) -> str:
    rule = error.kind.as_dict()
    if "property" in rule:
        return f"{rule['property']}: còn thiếu"
    place = " › ".join(map(str, error.instance_path)) or "bản ghi"
    return f"{place}: {_rule(error.kind.name, rule)}"


def _rule(name: str, rule: Mapping[str, Any]) -> str:
    limit = rule.get("limit")
    if name == "minLength":
        return "còn trống"
    if name == "enum":
        return f"phải là một trong {rule['options']}"
    if name == "type":
        return f"phải là {' hoặc '.join(_TYPES.get(one, one) for one in rule['types'])}"
    words = {"maxLength": f"dài quá {limit} kí tự", "minimum": f"nhỏ hơn {limit}", "maximum": f"lớn hơn {limit}"}
    return words.get(name, "không đúng mẫu quy định")
