"""One school in a file: a ZIP of COPY streams, files by digest, certificates, and a manifest with all digests.

``manifest.json``: ``{"format", "made", "schema", "school": {id, uid, code, name}, "published": [day, root] or null,
"altered": [text], "tables": [{"name", "own", "columns", "rows", "sha256"}], "files": {digest: bytes}, "seal"}``.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Conflict

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class ParcelDamaged(Conflict):
    """The file is not what was written; nothing is taken in."""

    code = "parcel_damaged"


class Packing:
    """Writes a parcel."""

    def __init__(self, file: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.tables: list[dict[str, Any]] = []
        self.files: dict[str, int] = {}

    def table(self, name: str, own: bool, columns: list[str], rows: int, chunks: Iterator[bytes]) -> None:
        """One COPY stream, text format."""
        digest = hashlib.sha256()
        with self.archive.open(f"tables/{name}.copy", "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                digest.update(chunk)
        self.tables.append({"name": name, "own": own, "columns": columns, "rows": rows, "sha256": digest.hexdigest()})

    def file(self, digest: str, content: bytes) -> None:
        """One stored file."""
        self.archive.writestr(zipfile.ZipInfo(f"files/{digest}"), content)
        self.files[digest] = len(content)

    def certificate(self, number: int, der: bytes) -> None:
        """A certificate that signatures in the parcel are checked against."""
        self.archive.writestr(f"trust/{number}.der", der)

    def close(self, about: dict[str, Any]) -> None:
        """Write the manifest over all that came before."""
        body = {"format": FORMAT, **about, "tables": self.tables, "files": self.files}
        sealed = body | {"seal": sha256_hex(body)}
        self.archive.writestr(MANIFEST, json.dumps(sealed, indent=1, ensure_ascii=False))
        self.archive.close()


class Unpacking:
    """Reads a parcel whose every part has been compared with its digest. Raises ``ParcelDamaged``."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self.archive = zipfile.ZipFile(file)
            self.about: dict[str, Any] = json.loads(self.archive.read(MANIFEST))
            self._check()
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError) as error:
            raise damaged(str(error).strip("'\"") or type(error).__name__) from error

    def _check(self) -> None:
        seal = self.about.pop("seal")
        if seal != sha256_hex(self.about):
            raise damaged("danh mục của nó đã bị sửa")
        for table in self.about["tables"]:
            if self._digest(f"tables/{table['name']}.copy") != table["sha256"]:
                raise damaged(f"bảng {table['name']} khác với lúc xuất")
        for digest in self.about["files"]:
            if self._digest(f"files/{digest}") != digest:
                raise damaged(f"tệp {digest} khác với lúc xuất")

    def chunks(self, table: str) -> Iterator[bytes]:
        """The COPY stream of a table."""
        with self.archive.open(f"tables/{table}.copy") as entry:
            while chunk := entry.read(CHUNK):
                yield chunk

    def file(self, digest: str) -> bytes:
        """The content of a stored file."""
        return self.archive.read(f"files/{digest}")

    def certificates(self) -> list[bytes]:
        """The certificates that its signatures are checked against."""
        return [self.archive.read(name) for name in self.archive.namelist() if name.startswith("trust/")]

    def _digest(self, name: str) -> str:
        with self.archive.open(name) as entry:
            digest = hashlib.sha256()
            while chunk := entry.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def damaged(what: str) -> ParcelDamaged:
    """The refusal, with its reason."""
    return ParcelDamaged(
        f"Tệp của trường bị hỏng: {what}.", hint="Chưa có gì được nạp. Hãy xuất lại hoặc chép lại tệp này."
    )
