"""Wrong PINs in a row, counted where no rolled-back transaction forgets a try: by the lines of a file.

A line is a keyed digest of the PIN, so the same wrong PIN counts once, however often it arrives: a form that is sent
twice costs one try, and who guesses learns nothing from asking again.
"""

import hashlib
import hmac
import secrets
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
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
        if len(self._known()) < self.most:
            return
        rest = self._rest()
        if rest <= 0:
            self.forget()
            return
        message = _("Khoá ký tạm khoá vì nhập sai mã PIN %(n)d lần.") % {"n": self.most}
        raise KeyLocked(message, hint=_("Thử lại sau %(n)d phút.") % {"n": int(rest // 60) + 1})

    def was_wrong(self, pin: str) -> bool:
        """Whether this PIN was refused a moment ago: a token counts tries itself and need not be asked again."""
        return self._said(pin) in self._known() and self._rest() > 0

    def wrong(self, warning: str = "", pin: str | None = None) -> WrongPin:
        """Count a wrong PIN; the refusal to raise says how many are left, and ``warning``.

        Without ``pin`` every call counts, as where somebody else counts too.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        said = secrets.token_hex(32) if pin is None else self._said(pin)
        if said not in self._known():
            with open(self.path, "a", encoding="ascii") as handle:
                handle.write(f"{said}\n")
        left = _("Còn %(n)d lần thử.") % {"n": max(0, self.most - len(self._known()))}
        return WrongPin(_("Mã PIN không đúng."), hint=f"{left} {warning}".strip())

    def forget(self) -> None:
        """The right PIN was given."""
        self.path.unlink(missing_ok=True)

    def _rest(self) -> float:
        """Seconds until the last wrong PIN is forgotten."""
        return self.path.stat().st_mtime + REST.total_seconds() - time.time()

    def _known(self) -> set[str]:
        try:
            return set(self.path.read_text("ascii").split())
        except FileNotFoundError:
            return set()

    def _said(self, pin: str) -> str:
        return hmac.new(f"{settings.SECRET_KEY}{self.path.name}".encode(), pin.encode(), hashlib.sha256).hexdigest()
