"""Merkle trees: the published vectors of Certificate Transparency, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel import merkle
from khuevan.kernel.merkle import Frontier, consistency_path, consistent, inclusion_path, leaf_hash, root_from_inclusion

# The inputs and roots with which implementations of RFC 6962 are commonly tested.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_a_tree_without_leaves():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def leaves(count):
    return [leaf_hash(n.to_bytes(4)) for n in range(count)]


@given(st.integers(1, 70), st.integers(0, 69))
def test_a_tree_grows_from_its_frontier(size, before):
    hashes = leaves(size)
    first = Frontier()
    for leaf in hashes[: min(before, size)]:
        first.append(leaf)
    later = Frontier(first.size, first.peaks)
    for leaf in hashes[first.size :]:
        later.append(leaf)
    assert later.root() == recursive(hashes)


def recursive(hashes):
    """MTH as RFC 6962 writes it."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return merkle.node_hash(recursive(hashes[:k]), recursive(hashes[k:]))


@given(st.data())
def test_every_leaf_is_proved_and_no_other(data):
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    hashes, path = leaves(size), inclusion_path(leaves(size), index)
    assert root_from_inclusion(hashes[index], index, size, path) == merkle.root(hashes)
    assert root_from_inclusion(leaf_hash(b"another"), index, size, path) != merkle.root(hashes)
    if path:
        with pytest.raises(ValueError):
            root_from_inclusion(hashes[index], index, size, path[:-1])
        with pytest.raises(ValueError):
            root_from_inclusion(hashes[index], index, size, [*path, path[0]])


@given(st.data())
def test_a_log_that_only_grew_is_consistent(data):
    new = data.draw(st.integers(1, 70))
    old = data.draw(st.integers(1, new))
    hashes = leaves(new)
    path, roots = consistency_path(hashes, old), (merkle.root(hashes[:old]), merkle.root(hashes))
    assert consistent(old, roots[0], new, roots[1], path)
    assert not consistent(old, leaf_hash(b"rewritten"), new, roots[1], path)
    assert not consistent(old, roots[0], new, leaf_hash(b"rewritten"), path)
    if path:
        assert not consistent(old, roots[0], new, roots[1], path[:-1])


def test_a_rewritten_log_is_not():
    hashes, forged = leaves(13), leaves(13)
    forged[3] = leaf_hash(b"another mark")
    path = consistency_path(forged, 6)
    assert not consistent(6, merkle.root(hashes[:6]), 13, merkle.root(forged), path)


def test_refusals():
    with pytest.raises(IndexError):
        inclusion_path(LEAVES, 8)
    with pytest.raises(ValueError):
        consistency_path(LEAVES, 0)
    with pytest.raises(ValueError):
        Frontier(3, [])
