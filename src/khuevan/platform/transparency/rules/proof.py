"""The proof that one entry of the ledger stands unaltered in what was published (RFC 6962, section 2.1).

A proof is JSON and can be checked by anybody who has the log's public key, without any access to the system:

    format          "khuevan-proof-1"
    entry           what the entry says; its canonical JSON (RFC 8785) is hashed with SHA-256, that is the leaf's data
    school_tree     {"index", "size", "path": [hex]} of the entry in its school's log
    province_leaf   {"day", "root", "school", "size"}: the school's root of a day; its canonical JSON is a leaf's data
    province_tree   {"index", "size", "path": [hex]} of that leaf in the province's log
    checkpoint      the signed root of the province's log (`note`)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from khuevan.kernel.canonical import canonical_json, sha256
from khuevan.kernel.merkle import leaf_hash, root_from_inclusion

from .note import Check, Tree, opened

FORMAT = "khuevan-proof-1"
PARTS = ("entry", "school_tree", "province_leaf", "province_tree", "checkpoint")


@dataclass(frozen=True)
class Proven:
    """What a proof shows. ``fault`` is "" or the part that does not hold, one of `PARTS`."""

    entry: Mapping[str, Any]
    tree: Tree | None
    fault: str = ""


def entry_leaf(said: Mapping[str, Any]) -> bytes:
    """The leaf's hash of an entry in its school's log."""
    return leaf_hash(sha256(said))


def province_leaf(said: Mapping[str, Any]) -> bytes:
    """The leaf's hash of a school's root in the province's log."""
    return leaf_hash(canonical_json(said))


def is_proof(document: Any) -> bool:
    """Whether this is a proof at all, whole and of this format."""
    return isinstance(document, dict) and document.get("format") == FORMAT and all(part in document for part in PARTS)


def check(document: Mapping[str, Any], public: bytes, valid: Check) -> Proven:
    """Follow a proof from the entry to the signature. Raises ``ValueError`` where it is not one."""
    if not is_proof(document):
        raise ValueError("not a proof of this format")
    said, published = document["entry"], document["province_leaf"]
    tree, fault = None, ""
    try:
        fault = "checkpoint"
        tree = opened(str(document["checkpoint"]), public, valid)
        fault = "province_tree"
        if _root(province_leaf(published), document["province_tree"], tree.size) != tree.root:
            return Proven(said, tree, fault)
        fault = "school_tree"
        if _root(entry_leaf(said), document["school_tree"], published["size"]).hex() != published["root"]:
            return Proven(said, tree, fault)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Proven(said if isinstance(said, dict) else {}, tree, fault)
    return Proven(said, tree)


def _root(leaf: bytes, place: Mapping[str, Any], size: int) -> bytes:
    if place["size"] != size:
        raise ValueError("the path belongs to a tree of another size")
    return root_from_inclusion(leaf, place["index"], size, [bytes.fromhex(step) for step in place["path"]])
