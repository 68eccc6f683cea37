import enum
import hashlib
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.canonical import canonical_json, sha256, sha256_hex

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=15,
)


class Kind(enum.StrEnum):
    FINAL = "final"


def test_the_bytes_are_fixed():
    value = {"b": 85, "a": "Đạt", "c": [True, None, -1], "": {"z": 1, "y": '\n\u001f"'}}
    assert canonical_json(value) == ('{"":{"y":"\\n\\u001f\\"","z":1},"a":"Đạt","b":85,"c":[true,null,-1]}'.encode())


def test_keys_sort_by_utf16_as_rfc_8785_asks():
    assert canonical_json({"\U0001f600": 1, "\ufb33": 2}) == '{"\U0001f600":1,"\ufb33":2}'.encode()


def test_values_of_the_house_become_text():
    value = {
        "at": datetime(2026, 5, 31, 8, 30, tzinfo=UTC),
        "on": date(2026, 5, 31),
        "uid": UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
        "kind": Kind.FINAL,
        "pair": (1, 2),
    }
    assert json.loads(canonical_json(value)) == {
        "at": "2026-05-31T08:30:00+00:00",
        "kind": "final",
        "on": "2026-05-31",
        "pair": [1, 2],
        "uid": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    }


@given(PLAIN)
def test_it_is_json_and_does_not_depend_on_key_order(value):
    written = canonical_json(value)
    assert json.loads(written) == value
    if isinstance(value, dict):
        assert canonical_json(dict(reversed(value.items()))) == written


@given(PLAIN)
def test_the_digest_is_of_the_bytes(value):
    assert sha256(value) == hashlib.sha256(canonical_json(value)).digest()
    assert sha256_hex(value) == sha256(value).hex()


@pytest.mark.parametrize("value", [8.5, {"a": [1.0]}, {1: "a"}, datetime(2026, 1, 1), b"x", {1, 2}, object()])
def test_what_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)
