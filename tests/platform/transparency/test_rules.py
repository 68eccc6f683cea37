"""Checkpoints and proofs, without a database."""

import base64
from datetime import date

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from khuevan.kernel.merkle import inclusion_path, root
from khuevan.platform.transparency.rules import proof
from khuevan.platform.transparency.rules.note import Tree, key_hash, opened, public_line, signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
DAY = date(2026, 11, 24)


def valid(data, signature):
    try:
        KEY.public_key().verify(signature, data)
    except InvalidSignature:
        return False
    return True


def note(tree):
    return signed(tree, PUBLIC, KEY.sign)


def test_a_checkpoint_has_the_lines_of_the_standard():
    text, _, mark = note(Tree("khuevan.example/proof", 7, bytes(32), DAY)).partition("\n\n")
    assert text.split("\n") == ["khuevan.example/proof", "7", base64.b64encode(bytes(32)).decode(), "2026-11-24"]
    assert mark.startswith("— khuevan.example/proof ")
    blob = base64.b64decode(mark.split(" ")[2])
    assert (blob[:4], len(blob)) == (key_hash("khuevan.example/proof", PUBLIC), 68)


def test_the_public_key_is_one_line_as_verifiers_take_it():
    # The example of C2SP signed-note: name, hash of the key, algorithm 1 and the key.
    name, digest, key = public_line("khuevan.example/proof", PUBLIC).split("+", 2)
    assert (name, digest) == ("khuevan.example/proof", key_hash(name, PUBLIC).hex())
    assert base64.b64decode(key) == b"\x01" + PUBLIC


def test_a_published_vector_of_key_hash():
    # golang.org/x/mod/sumdb/note: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    assert key_hash("PeterNeumann", public).hex() == "c74f20a3"


def test_a_checkpoint_opens_to_what_was_signed():
    tree = Tree("khuevan.example/proof", 7, bytes(range(32)), DAY)
    assert opened(note(tree), PUBLIC, valid) == tree


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_no_byte_of_a_checkpoint_can_change(place):
    text = note(Tree("khuevan.example/proof", 7, bytes(32), DAY))
    changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
    with pytest.raises(ValueError):
        opened(changed, PUBLIC, valid)


def a_proof():
    """Three entries of a school, two schools in the province; the proof of the second entry."""
    entries = [{"subject": f"TOAN 7A · tx{n}", "old": None, "new": 80 + n} for n in range(3)]
    hashes = [proof.entry_leaf(entry) for entry in entries]
    roots = [{"day": "2026-11-24", "root": root(hashes).hex(), "school": "one", "size": 3}]
    roots.append({"day": "2026-11-24", "root": "00" * 32, "school": "two", "size": 1})
    leaves = [proof.province_leaf(one) for one in roots]
    return {
        "format": proof.FORMAT,
        "entry": entries[1],
        "school_tree": {"index": 1, "size": 3, "path": [step.hex() for step in inclusion_path(hashes, 1)]},
        "province_leaf": roots[0],
        "province_tree": {"index": 0, "size": 2, "path": [step.hex() for step in inclusion_path(leaves, 0)]},
        "checkpoint": note(Tree("khuevan.example/proof", 2, root(leaves), DAY)),
    }


def test_a_proof_holds():
    found = proof.check(a_proof(), PUBLIC, valid)
    assert (found.fault, found.tree.day) == ("", DAY)


@pytest.mark.parametrize(
    ("part", "change", "fault"),
    [
        ("entry", {"new": 99}, "school_tree"),
        ("school_tree", {"index": 0}, "school_tree"),
        ("school_tree", {"path": ["zz"]}, "school_tree"),
        ("school_tree", {"path": 5}, "school_tree"),
        ("province_leaf", {"root": "11" * 32}, "province_tree"),
        ("province_leaf", {"size": 4}, "province_tree"),
        ("province_tree", {"size": 3}, "province_tree"),
        ("province_tree", {"index": "0"}, "province_tree"),
    ],
)
def test_an_altered_proof_names_what_does_not_hold(part, change, fault):
    document = a_proof()
    document[part] = document[part] | change
    assert proof.check(document, PUBLIC, valid).fault == fault


@pytest.mark.parametrize("text", ["", "x", "a\n1\n\n\n— a AAAA\n", 7])
def test_an_altered_checkpoint(text):
    assert proof.check(a_proof() | {"checkpoint": text}, PUBLIC, valid).fault == "checkpoint"


@pytest.mark.parametrize("document", [None, [], {}, {"format": "khuevan-proof-1"}, a_proof() | {"format": "other"}])
def test_what_is_no_proof(document):
    assert not proof.is_proof(document)
