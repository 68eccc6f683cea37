"""Signed checkpoints in the form that transparency logs share (C2SP signed-note and tlog-checkpoint).

origin
size of the tree, decimal
root hash, base64
lines of our own: the day
(empty line)
— name base64(first four bytes of the key's hash, Ed25519 signature)
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

ED25519 = b"\x01"
Sign = Callable[[bytes], bytes]
"""Bytes → their signature."""
Check = Callable[[bytes, bytes], bool]
"""Whether a signature (second) is that of the bytes (first)."""


@dataclass(frozen=True)
class Tree:
    """A log at one moment: ``size`` leaves under ``root`` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    day: date

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{self.day.isoformat()}\n"


def key_hash(name: str, public: bytes) -> bytes:
    """Four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def public_line(name: str, public: bytes) -> str:
    """The public key as one line, as verifiers take it."""
    return f"{name}+{key_hash(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def signed(tree: Tree, public: bytes, sign: Sign) -> str:
    """The signed note of a tree."""
    text = tree.text()
    mark = base64.b64encode(key_hash(tree.origin, public) + sign(text.encode())).decode()
    return f"{text}\n— {tree.origin} {mark}\n"


def opened(note: str, public: bytes, check: Check) -> Tree:
    """The tree that a note vouches for. Raises ``ValueError`` unless it carries a valid signature of this key."""
    text, gap, lines = note.partition("\n\n")
    text += "\n"
    parts = text.split("\n")
    if not gap or len(parts) != 5:
        raise ValueError("not a signed checkpoint")
    origin, size, root, day, _ = parts
    wanted = key_hash(origin, public)
    for line in lines.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, mark = rest.rpartition(" ")
        try:
            blob = base64.b64decode(mark, validate=True)
        except binascii.Error:
            continue
        if dash == "—" and name == origin and blob[:4] == wanted and check(text.encode(), blob[4:]):
            return Tree(origin, int(size), base64.b64decode(root, validate=True), date.fromisoformat(day))
    raise ValueError("no valid signature of this log")
