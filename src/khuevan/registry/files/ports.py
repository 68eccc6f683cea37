"""Where the bytes of files are kept."""

from typing import BinaryIO, Protocol, runtime_checkable

from khuevan.kernel.errors import DomainError


class StorageFull(DomainError):
    """There is no room left; nothing was stored."""

    code = "disk_full"
    status = 507


class ContentLost(DomainError):
    """The bytes of a file are missing or are not those that were stored."""

    code = "content_lost"
    status = 500


@runtime_checkable
class Storage(Protocol):
    """Bytes by their SHA-256 in hex. The same bytes are kept once; nothing is ever overwritten."""

    def put(self, content: bytes) -> str:
        """Keep the bytes durably and return their digest. Raises ``StorageFull``."""

    def get(self, digest: str) -> bytes:
        """The bytes of a digest, checked. Raises ``ContentLost``."""

    def open(self, digest: str) -> BinaryIO:
        """The same as an open binary file, unchecked, for sending. Raises ``ContentLost``."""

    def has(self, digest: str) -> bool:
        """Whether bytes with this digest are kept."""

    def remove(self, digest: str) -> None:
        """Forget the bytes; nothing happens where there are none."""
