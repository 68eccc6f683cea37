"""Envelope, mapping, pauses, outcomes and comparison, as rules."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.clock import TIME_ZONE
from khuevan.platform.exchange.adapters.checking import fault_of
from khuevan.platform.exchange.rules import comparing, envelope, mapping, outcomes, pauses
from khuevan.platform.exchange.rules.comparing import Held
from khuevan.platform.exchange.rules.kinds import KINDS, fields_of
from khuevan.platform.exchange.rules.outcomes import Counts

AT = datetime(2026, 5, 31, 7, 30, 5, tzinfo=TIME_ZONE)
CLASS = {"matruong": "79000701", "malop": "2025-7A", "tenlop": "7A", "namhoc": 2025, "makhoi": 7, "magiaoviencn": ""}


def wire(**changes):
    one = envelope.Envelope("lophoc.1", "lophoc", "79000701", "NEW", 3, AT, CLASS).on_wire()
    return one | changes


def test_an_envelope_comes_back_as_it_was_sent():
    assert wire()["thoigiancapnhat"] == "2026-05-31T07:30:05"
    assert wire()["ngaycapnhat"] == "2026-05-31"
    found = envelope.read(wire())
    assert (found.version, found.at, found.body) == (3, AT, CLASS)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"idbanghi": ""}, "idbanghi"),
        ({"idbanghi": "x" * 151}, "idbanghi"),
        ({"loai": "khac"}, "loai"),
        ({"matruong": None}, "matruong"),
        ({"sukien": "UPDATE"}, "sukien"),
        ({"phienban": 0}, "phienban"),
        ({"phienban": True}, "phienban"),
        ({"phienban": 2**31}, "phienban"),
        ({"thoigiancapnhat": "2026-02-30T00:00:00"}, "thoigiancapnhat"),
        ({"thoigiancapnhat": "31/05/2026"}, "thoigiancapnhat"),
        ({"ngaycapnhat": "hôm nay"}, "ngaycapnhat"),
        ({"dulieu": []}, "dulieu"),
    ],
)
def test_a_wrong_envelope_says_which_field(changes, place):
    assert envelope.read(wire(**changes)).startswith(place)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_nothing_that_is_sent_breaks_the_reader(value):
    assert isinstance(envelope.read(value), str)
    for field in wire():
        envelope.read(wire(**{field: value}))


def test_events_follow_from_what_the_partner_has():
    assert [envelope.event_of(*x) for x in ((False, 0), (False, 2), (True, 2), (True, 0))] == [
        "NEW", "UPdate", "CANCEL", "CANCEL"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"tenlop": "x" * 21}, "tenlop: dài quá 20 kí tự"),
        ({"tenlop": ""}, "tenlop: còn trống"),
        ({"makhoi": 19}, "makhoi: lớn hơn 18"),
        ({"makhoi": "7"}, "makhoi: phải là số nguyên"),
    ],
)
def test_a_body_is_checked_in_words(changes, words):
    assert fault_of("lophoc", CLASS | changes) == words


def test_what_is_missing_is_named_and_the_rest_counted():
    assert fault_of("lophoc", {}) == "matruong: còn thiếu; malop: còn thiếu; tenlop: còn thiếu; và 2 chỗ nữa"
    assert fault_of("hocba", {"sha256": "xyz"}).count("còn thiếu") == 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"lophoc": {"rename": {"tenlopp": "Ten"}}}', "lophoc › rename › tenlopp"),
        ('{"lop": {}}', "lop"),
        ('{"lophoc": {"doi": {}}}', "lophoc › doi"),
        ('{"lophoc": []}', "lophoc"),
        ('{"lophoc": {"drop": {"tenlop": 1}}}', "lophoc › drop"),
        ('{"lophoc": {"rename": {"tenlop": ""}}}', "lophoc › rename › tenlop"),
        ('{"lophoc": {"rename": {"tenlop": "malop"}}}', "lophoc › rename"),
        ('{"lophoc": {"constants": {"nguon": [1]}}}', "lophoc › constants › nguon"),
        ('{"hocsinh": {"codes": {"gioitinh": {"1": null}}}}', "hocsinh › codes › gioitinh › 1"),
        ('{"hocsinh": {"codes": {"gioitinh": {}}}}', "hocsinh › codes › gioitinh"),
        ('{"lophoc": {\n  "rename": }', "dòng 2, cột 13"),
        ("[]", "dòng 1"),
    ],
)
def test_a_wrong_mapping_says_where(text, place):
    assert [fault.place for fault in mapping.read_text(text)[1]] == [place]


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from([*KINDS, *mapping.STEPS, *fields_of("lophoc")]), x), max_leaves=8))  # fmt: skip
def test_no_mapping_breaks_the_check_and_a_faultless_one_applies(value):
    found = list(mapping.faults({"lophoc": value}))
    if not found:
        with suppress(mapping.Unmapped):
            assert set(mapping.apply(value, CLASS)) >= set(value.get("constants", {}))


def test_a_mapping_renames_codes_adds_and_leaves_out():
    steps = {
        "rename": {"tenlop": "TenLop"},
        "codes": {"makhoi": {"7": "K7"}},
        "constants": {"nguon": "KV"},
        "drop": ["magiaoviencn", "namhoc"],
    }
    assert mapping.apply(steps, CLASS) == {
        "matruong": "79000701", "malop": "2025-7A", "TenLop": "7A", "makhoi": "K7", "nguon": "KV"
    }  # fmt: skip
    with pytest.raises(mapping.Unmapped, match="makhoi: bảng mã của đối tác không có “8”"):
        mapping.apply(steps, CLASS | {"makhoi": 8})


def test_pauses_grow_to_a_limit_and_heed_the_partner():
    assert [pauses.pause(n, lambda: 1.0) for n in (1, 2, 3, 11, 1000)] == [1, 2, 4, 900, 900]
    assert pauses.pause(3, lambda: 0.0) == 2
    assert pauses.pause(1, lambda: 1.0, 30) == 30
    assert pauses.pause(1, lambda: 1.0, 10**9) == 6 * 3600


@pytest.mark.parametrize(
    ("status", "counts", "reason"),
    [
        ("done", Counts(35, 35, 35, 0), "complete"),
        ("done", Counts(751, 750, 750, 0), "fewer_pushed"),
        ("done", Counts(0, 3, 3, 0), "more_pushed"),
        ("done", Counts(9, 8, 8, 1), "done_with_failures"),
        ("done", Counts(9, 9, 8, 0), "numbers_disagree"),
        ("push_failed", Counts(9, 9, 8, 1), "partly_refused"),
        ("push_failed", Counts(9, None, 4, 0), "partly_refused"),
        ("push_failed", Counts(9, 9, 0, 9), "all_refused"),
        ("push_failed", Counts(9, 9, 0, 0), "no_answer"),
        ("push_failed", Counts(9, 0, 0, 0), "nothing_pushed"),
        ("push_failed", Counts(9, None, 0, 0), "nothing_pushed"),
        ("gather_failed", Counts(0, None, 0, 1), "nothing_gathered"),
        ("gather_failed", Counts(9, None, 0, 2), "gather_broke"),
        ("gather_failed", Counts(9, None, 0, 0), "gather_stopped"),
        ("waiting", Counts(9, None, 0, 0), "not_pushed_yet"),
    ],
)
def test_the_reason_follows_from_the_numbers(status, counts, reason):
    assert outcomes.reason_of(status, counts) == reason
    assert reason in outcomes.REASONS


def test_what_differs_and_what_does_not():
    ours = Held("a", 2, "d")
    cases = {
        "": [(ours, ours), (None, None), (None, Held("a", 1, "d", True)), (Held("a", 2, "d", True), None)],
        "missing": [(ours, None)],
        "older": [(ours, Held("a", 1, "d"))],
        "newer": [(ours, Held("a", 3, "d"))],
        "other": [(ours, Held("a", 2, "e")), (ours, Held("a", 2, "d", True))],
        "extra": [(None, ours)],
    }
    assert {name: {comparing.finding(*pair) for pair in pairs} for name, pairs in cases.items()} == {
        name: {name} for name in cases
    }
    assert set(cases) - {""} == set(comparing.FINDINGS)
