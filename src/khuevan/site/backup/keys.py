"""The installation's secrets in a backup: sealed with a passphrase, or left out."""

import io
import tarfile
from pathlib import Path

from khuevan.site.backup.sealing import opened, sealed

SECRETS = ("keys", "secret_key")
SEALED, LEFT_OUT = "sealed", "left out"


def pack(data: Path, passphrase: str) -> bytes:
    """Signing keys, the log's key and the secret of sessions as one sealed archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name in SECRETS:
            if (data / name).exists():
                archive.add(data / name, name)
    return sealed(buffer.getvalue(), passphrase)


def unpack(box: bytes, passphrase: str, data: Path) -> None:
    """Put them back, readable by their owner alone."""
    with tarfile.open(fileobj=io.BytesIO(opened(box, passphrase)), mode="r:gz") as archive:
        archive.extractall(data, filter="data")
    for name in SECRETS:
        for path in (data / name, *(data / name).rglob("*")):
            if path.exists():
                path.chmod(0o700 if path.is_dir() else 0o600)
