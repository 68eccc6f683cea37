"""Zip files that strangers send: how much is in them, said by their bytes and not by their directory."""

import zipfile
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Protocol

from . import refusals

CHUNK = 1 << 20
_MOST_ENTRIES = 5_000


def package(content: bytes) -> zipfile.ZipFile:
    """The zip file, if it can be opened and none of its entries has a password."""
    try:
        found = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusals.broken() from error
    entries = found.infolist()
    if len(entries) > _MOST_ENTRIES or len({entry.header_offset for entry in entries}) < len(entries):
        raise refusals.bomb()
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.locked()
    return found


class Source(Protocol):
    """Something with named parts."""

    names: Collection[str]

    def read(self, name: str) -> bytes:
        """One part as a whole."""


class Unpacker:
    """Gives the bytes of entries and stops when all of them together are too many."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self._left = refusals.MOST_UNPACKED
        self._entries = {entry.filename: entry for entry in package(content).infolist()}
        self.names: Collection[str] = self._entries.keys()

    def check(self) -> None:
        """Unpack everything once, keeping nothing."""
        for name in self.names:
            for _piece in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of one entry, as many as there really are. Counts against the whole."""
        entry = self._entries[name]
        data = self._data(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield self._counted(bytes(data))
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise refusals.save_as_xlsx("zip")
        unpack, fed = zlib.decompressobj(-zlib.MAX_WBITS), data
        try:
            while len(fed) and not unpack.eof:
                yield self._counted(unpack.decompress(fed[:CHUNK], CHUNK))
                fed = fed[CHUNK:]
                while unpack.unconsumed_tail:
                    yield self._counted(unpack.decompress(unpack.unconsumed_tail, CHUNK))
            yield self._counted(unpack.flush())
        except zlib.error as error:
            raise refusals.broken() from error

    def read(self, name: str) -> bytes:
        """One entry as a whole."""
        return b"".join(self.pieces(name))

    def _data(self, entry: zipfile.ZipInfo) -> memoryview:
        start = entry.header_offset
        head = self._content[start : start + 30]
        if len(head) < 30 or bytes(head[:4]) != b"PK\x03\x04":
            raise refusals.broken()
        start += 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return self._content[start : start + entry.compress_size]

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise refusals.bomb()
        return piece


class Package:
    """A package of which some parts are replaced; all others stay as they are, in their order."""

    def __init__(self, content: bytes) -> None:
        Unpacker(content).check()
        self._zip = package(content)
        self._new: dict[str, bytes] = {}
        self.names: Collection[str] = {entry.filename: None for entry in self._zip.infolist()}

    def read(self, name: str) -> bytes:
        """A part as it is now."""
        return self._new[name] if name in self._new else self._zip.read(name)

    def write(self, name: str, data: bytes) -> None:
        """Replace or add a part."""
        self._new[name] = data
        self.names = dict.fromkeys([*self.names, name])

    def save(self) -> bytes:
        """The whole package."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in self.names:
                new.writestr(name, self.read(name))
        return out.getvalue()
