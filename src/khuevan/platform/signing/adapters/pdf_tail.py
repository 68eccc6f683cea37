"""What is put behind a sealed PDF: the certificates and revocations of its seal (DSS), and a document time-stamp.

ETSI EN 319 142-1, level B-LTA, in one form: a tail follows from the sealed bytes, the proofs and the token alone. It is
read by taking these out, writing it again and comparing. The sealed bytes stay as they are.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

GAP = 20_000  # hexadecimal digits kept for the token
FIELD = "DauThoiGian"
RANGE = 48  # characters kept for the range of bytes that the token covers
_LINES = rb"(?:\d{10} \d{5} [nf] \n)+"
_LAST_TABLE = re.compile(
    rb"xref\n((?:\d+ \d+\n" + _LINES + rb")+)trailer\n(<<.*?>>)\nstartxref\n(\d+)\n%%EOF\s*\Z", re.S
)
_SECTION = re.compile(rb"(\d+) (\d+)\n(" + _LINES + rb")")
_STREAM = re.compile(rb"\d+ 0 obj\n<</Length (\d+)>>\nstream\n")
_STORE = re.compile(rb"<</Type/DSS/Certs\[([^\]]*)\]/CRLs\[([^\]]*)\]/OCSPs\[([^\]]*)\]>>")
_TOKEN = re.compile(rb"/Contents <([0-9A-F]+)>")


class NoTail(ValueError):
    """The bytes are not in the form that is written here."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Certificates, revocation lists and OCSP answers (DER)."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()


def write_tail(sealed: bytes, proofs: Proofs, stamp: Callable[[bytes], bytes]) -> bytes:
    """The tail of a sealed paper. ``stamp`` makes the token (DER) of the digest of all but the token itself.

    Raises ``NoTail`` where the paper is not one that was sealed here, and what ``stamp`` raises.
    """
    before, after = _around(sealed, proofs)
    token = stamp(hashlib.sha256(sealed + before + after).digest())
    digits = token.hex().upper()
    if len(digits) > GAP:
        raise NoTail("the token is too large")
    return before + b"<" + digits.encode().ljust(GAP, b"0") + b">" + after


def read_tail(sealed: bytes, tail: bytes) -> tuple[Proofs, bytes, bytes]:
    """The proofs and the token (DER) of a tail, and the digest that the token is over. Raises ``NoTail``."""
    proofs, digits = _taken_out(tail)
    before, after = _around(sealed, proofs)
    if before + b"<" + digits + b">" + after != tail or len(digits) != GAP:
        raise NoTail("not in the form")
    token = _token(bytes.fromhex(digits.decode()))
    return proofs, token, hashlib.sha256(sealed + before + after).digest()


def _token(padded: bytes) -> bytes:
    """One DER value, and nothing but zeros behind it."""
    if padded[:2] != b"\x30\x82":
        raise NoTail("no token")
    end = 4 + int.from_bytes(padded[2:4])
    if end > len(padded) or padded[end:].strip(b"\0"):
        raise NoTail("no token")
    return padded[:end]


def _taken_out(tail: bytes) -> tuple[Proofs, bytes]:
    at, kept = 1, []
    while found := _STREAM.match(tail, at):
        end = found.end() + int(found[1])
        kept.append(tail[found.end() : end])
        at = end + len(b"\nendstream\nendobj\n")
    store, token = _STORE.search(tail, at), _TOKEN.search(tail, at)
    if store is None or token is None:
        raise NoTail("no proofs or no token")
    certificates, lists, answers = (store[n].count(b"R") for n in (1, 2, 3))
    if certificates + lists + answers != len(kept):
        raise NoTail("proofs are missing")
    split = certificates + lists
    return Proofs(tuple(kept[:certificates]), tuple(kept[certificates:split]), tuple(kept[split:])), token[1]


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What a tail has to know of the paper: where its newest objects lie, and its trailer."""

    pdf: bytes
    places: dict[int, int]
    trailer: bytes
    table: int

    def number(self, pattern: bytes, where: bytes) -> int:
        found = re.findall(pattern, where)
        if len(found) != 1:
            raise NoTail(pattern.decode())
        return int(found[0])

    def body(self, number: int) -> bytes:
        """An object between its first ``<<`` and its last ``>>``."""
        start = self.places.get(number, 0)
        opening = b"%d 0 obj\n<<\n" % number
        end = self.pdf.find(b"\n>>\nendobj\n", start)
        if not start or end < 0 or self.pdf[start : start + len(opening)] != opening:
            raise NoTail(f"object {number}")
        return self.pdf[start + len(opening) : end]


def _read(sealed: bytes) -> _Sealed:
    found = _LAST_TABLE.search(sealed, max(0, len(sealed) - 4000))
    if found is None:
        raise NoTail("no table of objects")
    places: dict[int, int] = {}
    for first, _count, lines in _SECTION.findall(found[1]):
        for number, line in enumerate(lines.splitlines(), int(first)):
            if line[17:18] == b"n":
                places[number] = int(line[:10])
    return _Sealed(sealed, places, found[2], int(found[3]))


def _around(sealed: bytes, proofs: Proofs) -> tuple[bytes, bytes]:
    """The tail before and behind the token."""
    paper = _read(sealed)
    size, root = (paper.number(rb"/%s (\d+)" % name, paper.trailer) for name in (b"Size", b"Root"))
    catalog = paper.body(root)
    form = paper.number(rb"/AcroForm (\d+) 0 R", catalog)
    fields = paper.body(form)
    seal = paper.number(rb"/Fields \[ (\d+) 0 R \]", fields)
    page = paper.number(rb"/P (\d+) 0 R", paper.body(seal))
    kept = [*proofs.certificates, *proofs.lists, *proofs.answers]
    numbers = range(size, size + len(kept))
    store, field, signature = (size + len(kept) + n for n in range(3))
    beside = b" %d 0 R ]" % field
    objects = [
        *((number, _stream(content)) for number, content in zip(numbers, kept, strict=True)),
        (store, _store(proofs, size)),
        (root, b"<<\n%s\n/DSS %d 0 R\n>>" % (catalog, store)),
        (form, b"<<\n%s\n>>" % _replaced(fields, b"/Fields [ %d 0 R ]" % seal, beside)),
        (page, b"<<\n%s\n>>" % _annotated(paper.body(page), beside)),
        (field, _field(page, signature)),
    ]
    return _written(paper, objects, signature)


def _written(paper: _Sealed, objects: list[tuple[int, bytes]], signature: int) -> tuple[bytes, bytes]:
    start, written, places = len(paper.pdf), b"\n", {}
    for number, content in objects:
        places[number] = start + len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places[signature] = start + len(written)
    written += b"%d 0 obj\n<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents " % signature
    gap = start + len(written)
    table = _table(places) + b"trailer\n" + _trailer(paper, signature + 1)
    resumed = gap + GAP + 2
    rest_at = resumed + len(b"/ByteRange ") + RANGE + len(b">>\nendobj\n")
    rest = table + b"startxref\n%d\n%%%%EOF\n" % rest_at
    length = rest_at + len(rest) - resumed
    covered = (b"[0 %d %d %d]" % (gap, resumed, length)).ljust(RANGE)
    return written, b"/ByteRange " + covered + b">>\nendobj\n" + rest


def _table(places: dict[int, int]) -> bytes:
    runs: list[list[int]] = []
    for number in sorted(places):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    lines = (b"%d %d\n" % (run[0], len(run)) + b"".join(b"%010d 00000 n \n" % places[n] for n in run) for run in runs)
    return b"xref\n" + b"".join(lines)


def _trailer(paper: _Sealed, size: int) -> bytes:
    info, first = re.search(rb"/Info \d+ 0 R", paper.trailer), re.search(rb"/ID \[ <([0-9a-f]+)>", paper.trailer)
    root = re.search(rb"/Root \d+ 0 R", paper.trailer)
    if info is None or first is None or root is None:
        raise NoTail("trailer")
    second = hashlib.sha256(paper.pdf).hexdigest()[:32].encode()
    parts = b"/Size %d%s%s/ID[<%s><%s>]/Prev %d" % (size, root[0], info[0], first[1], second, paper.table)
    return b"<<" + parts + b">>\n"


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def _store(proofs: Proofs, first: int) -> bytes:
    ends = [first]
    for kept in (proofs.certificates, proofs.lists, proofs.answers):
        ends.append(ends[-1] + len(kept))
    listed = [b" ".join(b"%d 0 R" % number for number in range(*ends_of)) for ends_of in pairwise(ends)]
    return b"<</Type/DSS/Certs[%s]/CRLs[%s]/OCSPs[%s]>>" % tuple(listed)


def _field(page: int, signature: int) -> bytes:
    """An invisible, printable widget, as PDF/A-2 asks for (ISO 19005-2, 6.3.2)."""
    named = b"<</FT/Sig/T(%s)/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]" % FIELD.encode()
    return named + b"/P %d 0 R/V %d 0 R>>" % (page, signature)


def _annotated(page: bytes, beside: bytes) -> bytes:
    found = re.findall(rb"/Annots \[[^\]]*\]", page)
    if len(found) != 1:
        raise NoTail("annotations")
    return _replaced(page, found[0], beside)


def _replaced(body: bytes, array: bytes, beside: bytes) -> bytes:
    """An array of references with one more at its end."""
    if body.count(array) != 1:
        raise NoTail("array")
    return body.replace(array, array.removesuffix(b" ]") + beside)
