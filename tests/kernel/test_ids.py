from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel import ids
from khuevan.kernel.errors import Invalid

SERIALS = st.integers(0, ids.PERSON_SERIALS - 1)


@pytest.fixture(autouse=True)
def fresh_counter(monkeypatch):
    """Each test starts without a last UUID, and leaves none of its own behind."""
    monkeypatch.setattr(ids, "_last_ms", 0)


def test_uuid7_has_the_fields_of_rfc_9562(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0x017F22E279B0 * 1_000_000)  # the example of appendix A.6
    made = ids.uuid7()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert str(made).startswith("017f22e2-79b0-7")


def test_uuid7_rises_while_the_clock_stands_still(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    made = [ids.uuid7() for _ in range(10_000)]
    assert made == sorted(set(made))
    milliseconds = {one.int >> 80 for one in made}
    assert max(milliseconds) - 1_700_000_000_000 <= 10_000 // 0xC00  # the counter holds at least 0xC00 each


def test_uuid7_rises_when_the_clock_steps_back(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_800_000_000_000 * 1_000_000)
    before = ids.uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    assert ids.uuid7() > before


def test_uuid7_is_unique_across_threads():
    with ThreadPoolExecutor(8) as pool:
        made = [one for batch in pool.map(lambda _: [ids.uuid7() for _ in range(500)], range(8)) for one in batch]
    assert len(set(made)) == 4000


def test_damm_check_digit_of_the_published_example():
    assert ids.check_digit("572") == "4"


@given(SERIALS)
def test_person_code_reads_back_however_it_is_written(serial):
    code = ids.person_code(serial)
    assert ids.parse_person_code(code) == code
    assert ids.parse_person_code(f" {code[:2].lower()} {code[2:6]}-{code[6:]} ") == code
    assert ids.parse_person_code(code[2:]) == code


@given(SERIALS, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_found(serial, place, shift):
    code = ids.person_code(serial)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(Invalid, match="không đúng"):
        ids.parse_person_code(wrong)


@given(SERIALS, st.integers(2, 10))
def test_two_swapped_digits_are_found(serial, place):
    code = ids.person_code(serial)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(Invalid):
            ids.parse_person_code(swapped)


@pytest.mark.parametrize("text", ["", "KV", "KV123", "KV12345678901", "AB0000000000", "KV٠٠٠٠٠٠٠٠٠٠"])
def test_what_is_no_person_code_is_refused(text):
    with pytest.raises(Invalid):
        ids.parse_person_code(text)


def test_new_person_code_uses_the_given_chance():
    assert ids.new_person_code(lambda _: 7) == ids.person_code(7)


def test_person_code_refuses_a_serial_out_of_range():
    with pytest.raises(ValueError, match="out of range"):
        ids.person_code(ids.PERSON_SERIALS)


def test_verify_code_reads_back_with_lookalikes_and_without_hyphens():
    code = ids.new_verify_code()
    assert ids.parse_verify_code(code.replace("-", " ").lower()) == code
    assert ids.parse_verify_code("oil0-1234-5678") == "0110-1234-5678"


@pytest.mark.parametrize("text", ["", "7K3M-9QXT", "7K3M-9QXT-2BFU", "7K3M-9QXT-2BFA-0"])
def test_what_is_no_verify_code_is_refused(text):
    with pytest.raises(Invalid, match="Mã tra cứu"):
        ids.parse_verify_code(text)
