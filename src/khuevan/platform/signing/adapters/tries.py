"""Wrong PINs in a row, counted where no rolled-back transaction forgets a try: by the length of a file."""

import time
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from ..ports import KeyLocked, WrongPin

REST = timedelta(minutes=15)


class Tries:
    """The counter in the file ``path``; ``most`` wrong PINs in a row lock the key for ``REST``."""

    def __init__(self, path: Path, most: int) -> None:
        self.path = path
        self.most = most

    def refuse_if_spent(self) -> None:
        """Raises ``KeyLocked`` while the key rests."""
        if self._count() < self.most:
            return
        rest = self.path.stat().st_mtime + REST.total_seconds() - time.time()
        if rest <= 0:
            self.forget()
            return
        message = _("Khoá ký tạm khoá vì nhập sai mã PIN %(n)d lần.") % {"n": self.most}
        raise KeyLocked(message, hint=_("Thử lại sau %(n)d phút.") % {"n": int(rest // 60) + 1})

    def wrong(self, warning: str = "") -> WrongPin:
        """Count a wrong PIN; the refusal to raise says how many are left, and ``warning``."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path, "ab") as handle:
            handle.write(b"x")
        left = _("Còn %(n)d lần thử.") % {"n": max(0, self.most - self._count())}
        return WrongPin(_("Mã PIN không đúng."), hint=f"{left} {warning}".strip())

    def forget(self) -> None:
        """The right PIN was given."""
        self.path.unlink(missing_ok=True)

    def _count(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0
