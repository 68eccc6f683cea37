"""Signed statements: their text is what other programs read, and nothing else passes for one."""

import zlib

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycose.keys import EC2Key
from pycose.messages import Sign1Message

from khuevan.platform.proof.api import public_keys, renew, seal, unseal
from khuevan.platform.proof.ports import PREFIX, NotGenuine
from khuevan.platform.proof.rules import base45

SAID = {1: 1, 2: "KV0123456784", 3: "Nguyễn Hoàng An", 5: [{7: {"TOAN": 81, "NT": "D"}, 6: b"\1" * 32}]}


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def parts(text: str) -> list:
    """Protected and unprotected header, payload, signature."""
    message = cbor2.loads(zlib.decompress(base45.decode(text.removeprefix(PREFIX))))
    assert message.tag == 18
    protected, unprotected, *rest = message.value
    return [protected, dict(unprotected), *rest]


def closed(message: object, tail: bytes = b"") -> str:
    return PREFIX + base45.encode(zlib.compress(cbor2.dumps(message) + tail))


def tagged(message: list) -> cbor2.CBORTag:
    return cbor2.CBORTag(18, message)


@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_base45_gives_the_examples_of_rfc_9285(data, text):
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=40))
def test_base45_takes_back_what_it_gave(data):
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", ":::", "A", "ABCD", "a12", "::"])
def test_base45_refuses_what_it_cannot_have_written(text):
    with pytest.raises(ValueError):
        base45.decode(text)


def test_a_statement_reads_as_it_was_written():
    text = seal(SAID)
    assert unseal(text).said == SAID
    assert seal(SAID) == text
    assert set(text) <= set(base45.ALPHABET)


def test_another_programs_cose_accepts_it():
    message = Sign1Message.from_cose_obj(parts(seal(SAID)), True)  # its decoder wants other types of cbor2
    [key] = public_keys()
    message.key = EC2Key(crv="P_256", x=key.x, y=key.y)
    assert message.verify_signature()
    assert cbor2.loads(message.payload) == SAID


def test_a_changed_mark_is_refused():
    message = parts(seal(SAID))
    said = cbor2.loads(message[2])
    said[5][0][7]["TOAN"] = 95
    message[2] = cbor2.dumps(said, canonical=True)
    with pytest.raises(NotGenuine) as refusal:
        unseal(closed(tagged(message)))
    assert refusal.value.flaw == "bad_signature"


@given(place=st.integers(0, 63), mask=st.integers(1, 255))
def test_no_bit_of_the_signature_is_free(place, mask):
    message = parts(seal(SAID))
    value = bytearray(message[3])
    value[place] ^= mask
    message[3] = bytes(value)
    with pytest.raises(NotGenuine):
        unseal(closed(tagged(message)))


def test_a_foreign_key_is_named_as_such(settings, tmp_path):
    text = seal(SAID)
    settings.DATA_DIR = tmp_path / "elsewhere"
    with pytest.raises(NotGenuine) as refusal:
        unseal(text)
    assert refusal.value.flaw == "unknown_key"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "KV1:",
        "KV1:!!",
        "http://127.0.0.1/verify/7K3M-9QXT-2BFA/",
        "KV1:" + base45.encode(zlib.compress(b"\0" * 9**8)),
    ],
    ids=["nothing", "prefix", "letters", "address", "bomb"],
)
def test_anything_else_is_no_statement(text):
    with pytest.raises(NotGenuine) as refusal:
        unseal(text)
    assert refusal.value.flaw == "not_a_statement"


def test_no_other_form_is_accepted():
    message = parts(seal(SAID))
    told = [message[0], {99: "x"}, *message[2:]]
    for text in (closed(tagged(told)), closed(message), closed(tagged(message), b"x")):
        with pytest.raises(NotGenuine) as refusal:
            unseal(text)
        assert refusal.value.flaw == "not_a_statement"
    assert unseal(closed(tagged(message))).said == SAID


def test_a_retired_key_still_verifies_what_it_signed():
    text = seal(SAID)
    fresh = renew()
    assert unseal(text).said == SAID
    assert unseal(seal(SAID)).key_id == fresh
    assert public_keys()[0].id == fresh
    assert len(public_keys()) == 2
