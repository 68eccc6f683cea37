"""What is put behind a sealed PDF: the certificates and revocations of its seal (DSS), and a document time-stamp.

ETSI EN 319 142-1, level B-LTA, in one form: a tail follows from the bytes before it, the proofs and the token alone. It
is read by taking these out, writing it again and comparing. The sealed bytes stay as they are.

Before the certificate of its authority ends, another tail of the same form follows the first: the proofs that are new,
and a time-stamp over all before it (5.5.3 there).
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

GAP = 20_000  # hexadecimal digits kept for the token
FIELD = "DauThoiGian"
RANGE = 48  # characters kept for the range of bytes that the token covers
_LINES = rb"(?:\d{10} \d{5} [nf] \n)+"
_LAST_TABLE = re.compile(
    rb"xref\n((?:\d+ \d+\n" + _LINES + rb")+)trailer\n(<<.*?>>)\nstartxref\n(\d+)\n%%EOF\s*\Z", re.S
)
_SECTION = re.compile(rb"(\d+) (\d+)\n(" + _LINES + rb")")
_STREAM = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)>>\nstream\n")
_STORE = re.compile(rb"<</Type/DSS/Certs\[([^\]]*)\]/CRLs\[([^\]]*)\]/OCSPs\[([^\]]*)\]>>")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_TOKEN = re.compile(rb"/Contents <([0-9A-F]+)>")


class NoTail(ValueError):
    """The bytes are not in the form that is written here."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Certificates, revocation lists and OCSP answers (DER)."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Tail:
    """One tail as it was read: its proofs, its token (DER) and the digest that the token is over."""

    proofs: Proofs
    token: bytes
    digest: bytes


def write_tail(sealed: bytes, proofs: Proofs, stamp: Callable[[bytes], bytes], earlier: bytes = b"") -> bytes:
    """One more tail of a sealed paper, behind the ``earlier`` ones; what these prove already is not repeated.

    ``stamp`` makes the token (DER) of the digest of all but the token itself. Raises ``NoTail`` where the paper is not
    one that was sealed here, and what ``stamp`` raises.
    """
    paper, tails = _behind(sealed, earlier)
    if earlier and not tails:
        raise NoTail("what stands behind the seal is not in the form")
    known = [*_all([tail.proofs for tail in tails])]
    fresh = Proofs(*(tuple(one for one in kept if one not in known) for kept in _kinds(proofs)))
    before, after = _around(paper, fresh)
    token = stamp(hashlib.sha256(paper.pdf + before + after).digest())
    digits = token.hex().upper()
    if len(digits) > GAP:
        raise NoTail("the token is too large")
    return before + b"<" + digits.encode().ljust(GAP, b"0") + b">" + after


def read_tails(sealed: bytes, behind: bytes) -> list[Tail]:
    """The tails behind a sealed paper, in their order. Raises ``NoTail`` where anything else stands there."""
    _paper, tails = _behind(sealed, behind)
    if not tails:
        raise NoTail("not in the form")
    return tails


def _behind(sealed: bytes, behind: bytes) -> tuple["_Paper", list[Tail]]:
    paper, tails = _read(sealed), []
    while behind:
        proofs, digits = _taken_out(behind)
        before, after = _around(paper, proofs)
        whole = before + b"<" + digits + b">" + after
        known = _all([tail.proofs for tail in tails])
        if not behind.startswith(whole) or len(digits) != GAP or known & _all([proofs]):
            raise NoTail("not in the form")
        digest = hashlib.sha256(paper.pdf + before + after).digest()
        tails.append(Tail(proofs, _token(bytes.fromhex(digits.decode())), digest))
        paper, behind = _longer(paper, whole, proofs), behind[len(whole) :]
    return paper, tails


def _all(many: Iterable[Proofs]) -> set[bytes]:
    return {one for proofs in many for kept in _kinds(proofs) for one in kept}


def _kinds(proofs: Proofs) -> tuple[tuple[bytes, ...], ...]:
    return proofs.certificates, proofs.lists, proofs.answers


def _token(padded: bytes) -> bytes:
    """One DER value, and nothing but zeros behind it."""
    if padded[:2] != b"\x30\x82":
        raise NoTail("no token")
    end = 4 + int.from_bytes(padded[2:4])
    if end > len(padded) or padded[end:].strip(b"\0"):
        raise NoTail("no token")
    return padded[:end]


def _taken_out(tail: bytes) -> tuple[Proofs, bytes]:
    at, first, kept = 1, 0, []
    while found := _STREAM.match(tail, at):
        first = first or int(found[1])
        end = found.end() + int(found[2])
        kept.append(tail[found.end() : end])
        at = end + len(b"\nendstream\nendobj\n")
    store, token = _STORE.search(tail, at), _TOKEN.search(tail, at)
    if store is None or token is None:
        raise NoTail("no proofs or no token")
    numbers = ([int(one) for one in _REFERENCE.findall(store[n])] for n in (1, 2, 3))
    certificates, lists, answers = (sum(number >= first for number in one) if first else 0 for one in numbers)
    if certificates + lists + answers != len(kept):
        raise NoTail("proofs are missing")
    split = certificates + lists
    return Proofs(tuple(kept[:certificates]), tuple(kept[certificates:split]), tuple(kept[split:])), token[1]


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a tail has to know of the paper before it: where its newest objects lie, its trailer, which proofs it has.

    ``proved``: the numbers of certificates, lists and answers in the tails so far; ``count``: of these tails.
    """

    pdf: bytes
    places: dict[int, int]
    trailer: bytes
    table: int
    proved: tuple[tuple[int, ...], ...] = ((), (), ())
    count: int = 0

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


def _read(pdf: bytes) -> _Paper:
    found = _LAST_TABLE.search(pdf, max(0, len(pdf) - 4000))
    if found is None:
        raise NoTail("no table of objects")
    places: dict[int, int] = {}
    for first, _count, lines in _SECTION.findall(found[1]):
        for number, line in enumerate(lines.splitlines(), int(first)):
            if line[17:18] == b"n":
                places[number] = int(line[:10])
    return _Paper(pdf, places, found[2], int(found[3]))


def _longer(paper: _Paper, tail: bytes, proofs: Proofs) -> _Paper:
    """The paper with one more tail."""
    newest = _read(paper.pdf + tail)
    proved = _proved(paper, proofs)
    return replace(newest, places=paper.places | newest.places, proved=proved, count=paper.count + 1)


def _proved(paper: _Paper, proofs: Proofs) -> tuple[tuple[int, ...], ...]:
    """The numbers of all proofs once these are added, which are numbered in their order from the paper's size on."""
    at, found = paper.number(rb"/Size (\d+)", paper.trailer), []
    for before, kept in zip(paper.proved, _kinds(proofs), strict=True):
        found.append((*before, *range(at, at + len(kept))))
        at += len(kept)
    return tuple(found)


def _around(paper: _Paper, proofs: Proofs) -> tuple[bytes, bytes]:
    """The tail before and behind the token."""
    size, root = (paper.number(rb"/%s (\d+)" % name, paper.trailer) for name in (b"Size", b"Root"))
    catalog = paper.body(root)
    form = paper.number(rb"/AcroForm (\d+) 0 R", catalog)
    fields = paper.body(form)
    array = re.findall(rb"/Fields \[ (\d+) 0 R(?: \d+ 0 R){%d} \]" % paper.count, fields)
    if len(array) != 1:
        raise NoTail("fields")
    page = paper.number(rb"/P (\d+) 0 R", paper.body(int(array[0])))
    kept = [one for kind in _kinds(proofs) for one in kind]
    numbers = range(size, size + len(kept))
    store, field, signature = (size + len(kept) + n for n in range(3))
    beside = b" %d 0 R ]" % field
    objects = [
        *((number, _stream(content)) for number, content in zip(numbers, kept, strict=True)),
        (store, _store(_proved(paper, proofs))),
        (root, b"<<\n%s\n/DSS %d 0 R\n>>" % (_without_store(paper, catalog), store)),
        (form, b"<<\n%s\n>>" % _grown(rb"/Fields \[[^\]]*\]", fields, beside)),
        (page, b"<<\n%s\n>>" % _grown(rb"/Annots \[[^\]]*\]", paper.body(page), beside)),
        (field, _field(paper, page, signature)),
    ]
    return _written(paper, objects, signature)


def _without_store(paper: _Paper, catalog: bytes) -> bytes:
    """A catalog names one store: the newest."""
    if not paper.count:
        return catalog
    found = re.findall(rb"\n/DSS \d+ 0 R\Z", catalog)
    if len(found) != 1:
        raise NoTail("store")
    return catalog.removesuffix(found[0])


def _written(paper: _Paper, objects: list[tuple[int, bytes]], signature: int) -> tuple[bytes, bytes]:
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


def _trailer(paper: _Paper, size: int) -> bytes:
    info, first = re.search(rb"/Info \d+ 0 R", paper.trailer), re.search(rb"/ID ?\[ ?<([0-9a-f]+)>", paper.trailer)
    root = re.search(rb"/Root \d+ 0 R", paper.trailer)
    if info is None or first is None or root is None:
        raise NoTail("trailer")
    second = hashlib.sha256(paper.pdf).hexdigest()[:32].encode()
    parts = b"/Size %d%s%s/ID[<%s><%s>]/Prev %d" % (size, root[0], info[0], first[1], second, paper.table)
    return b"<<" + parts + b">>\n"


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def _store(proved: Iterable[Iterable[int]]) -> bytes:
    listed = [b" ".join(b"%d 0 R" % number for number in numbers) for numbers in proved]
    return b"<</Type/DSS/Certs[%s]/CRLs[%s]/OCSPs[%s]>>" % tuple(listed)


def _field(paper: _Paper, page: int, signature: int) -> bytes:
    """An invisible, printable widget, as PDF/A-2 asks for (ISO 19005-2, 6.3.2)."""
    name = f"{FIELD}{paper.count + 1 if paper.count else ''}".encode()
    named = b"<</FT/Sig/T(%s)/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]" % name
    return named + b"/P %d 0 R/V %d 0 R>>" % (page, signature)


def _grown(pattern: bytes, body: bytes, beside: bytes) -> bytes:
    """An array of references with one more at its end."""
    found = re.findall(pattern, body)
    if len(found) != 1 or body.count(found[0]) != 1:
        raise NoTail("array")
    return body.replace(found[0], found[0].removesuffix(b" ]") + beside)
