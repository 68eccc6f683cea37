"""One order at a time with a key: a lock on a file, which ends with whoever holds it, whatever becomes of them."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ..ports import KeyBusy

PATIENCE = 40.0  # seconds; an order of a class takes 25 at most
LOOK = 0.05


@dataclass(frozen=True, slots=True)
class InTurn:
    """The turn that the file ``path`` stands for, among all processes that share its directory."""

    path: Path

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Wait for the turn and keep it. Raises ``KeyBusy`` where it does not come."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        end = time.monotonic() + PATIENCE
        with open(self.path, "ab") as handle:
            while not _taken(handle.fileno()):
                if time.monotonic() > end:
                    raise KeyBusy(
                        _("Khoá này đang ký theo một lệnh khác."),
                        hint=_("Chờ lệnh đó xong, tải lại trang rồi ký tiếp."),
                    )
                time.sleep(LOOK)
            yield


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
