"""The proof of what a public log says about one digest (RFC 6962, section 2.1). JSON, for anybody with the log's key:

    format      "khuevan-published-1"
    log         name of the log
    about       the digest (hex) that all leaves are about
    leaves      [{"said": {…}, "tree": {"index", "size", "path": [hex]}}]; the canonical JSON (RFC 8785) of `said` is a
                leaf's data
    checkpoint  the signed root of the log (`note`)

It proves what was published about the digest, not that nothing will be: what came after the checkpoint is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from khuevan.kernel.canonical import canonical_json
from khuevan.kernel.merkle import leaf_hash, root_from_inclusion

from .note import Check, Tree, opened

FORMAT = "khuevan-published-1"
GROWTH = "khuevan-consistency-1"


@dataclass(frozen=True)
class Published:
    """What a proof shows: the leaves' facts, the signed tree, and "" or the part that does not hold."""

    facts: tuple[Mapping[str, Any], ...]
    tree: Tree | None
    fault: str = ""


def fact_leaf(said: Mapping[str, Any]) -> bytes:
    """The leaf's hash of a fact."""
    return leaf_hash(canonical_json(said))


def is_published(document: Any) -> bool:
    """Whether this is a proof of a public log at all."""
    return (
        isinstance(document, dict)
        and document.get("format") == FORMAT
        and isinstance(document.get("leaves"), list)
        and bool(document["leaves"])
    )


def check(document: Mapping[str, Any], public: bytes, valid: Check) -> Published:
    """Follow every leaf to the signed root. Raises ``ValueError`` where it is not such a proof."""
    if not is_published(document):
        raise ValueError("not a proof of this format")
    facts: list[Mapping[str, Any]] = []
    tree, fault = None, "checkpoint"
    try:
        tree = opened(str(document["checkpoint"]), public, valid)
        if not tree.origin.endswith(f"/{document['log']}"):
            return Published((), tree, "checkpoint")
        fault = "leaf"
        for leaf in document["leaves"]:
            said, place = leaf["said"], leaf["tree"]
            facts.append(said)
            path = [bytes.fromhex(step) for step in place["path"]]
            root = root_from_inclusion(fact_leaf(said), place["index"], tree.size, path)
            if place["size"] != tree.size or root != tree.root or said["digest"] != document["about"]:
                return Published(tuple(facts), tree, fault)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Published(tuple(facts), tree, fault)
    return Published(tuple(facts), tree)
