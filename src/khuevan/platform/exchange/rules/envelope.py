"""The envelope around every record: identity, event, version, moments (the national feed's, on every record).

``phienban`` only grows. A receiver takes a record whose version is above the last that it saw and ignores others, so
that doubles, old versions and what arrives out of order do no harm.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khuevan.kernel.clock import TIME_ZONE

from .kinds import KINDS

NEW, UPDATE, CANCEL = "NEW", "UPdate", "CANCEL"
LONGEST_ID = 150
HIGHEST = 2**31 - 1
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A record on its way. ``body`` is empty for CANCEL."""

    ref: str
    kind: str
    school: str
    event: str
    version: int
    at: datetime
    body: Mapping[str, Any]

    def on_wire(self) -> dict[str, Any]:
        """As the feed writes it; moments in Vietnamese time."""
        at = self.at.astimezone(TIME_ZONE)
        return {
            "idbanghi": self.ref,
            "loai": self.kind,
            "matruong": self.school,
            "sukien": self.event,
            "phienban": self.version,
            "thoigiancapnhat": at.strftime("%Y-%m-%dT%H:%M:%S"),
            "ngaycapnhat": at.strftime("%Y-%m-%d"),
            "dulieu": {} if self.event == CANCEL else dict(self.body),
        }


def event_of(cancelled: bool, known_version: int) -> str:
    """CANCEL, NEW for what the partner never had, UPdate otherwise."""
    if cancelled:
        return CANCEL
    return UPDATE if known_version else NEW


def read(given: Any) -> "Envelope | str":
    """What somebody sent as an envelope, or what is wrong with it (field and rule, in Vietnamese)."""
    if not isinstance(given, dict):
        return "bản ghi phải là một đối tượng JSON"
    fault = next((found for found in _faults(given) if found), "")
    if fault:
        return fault
    at = _moment(given["thoigiancapnhat"])
    if at is None:
        return "thoigiancapnhat: phải là thời điểm có thật, dạng 2026-05-31T07:30:00"
    body = given.get("dulieu") or {}
    return Envelope(given["idbanghi"], given["loai"], given["matruong"], given["sukien"], given["phienban"], at, body)


def _faults(given: Mapping[str, Any]) -> Sequence[str]:
    version, day = given.get("phienban"), given.get("ngaycapnhat", "2000-01-01")
    whole = isinstance(version, int) and not isinstance(version, bool)
    return (
        _text_fault(given, "idbanghi", LONGEST_ID),
        "" if given.get("loai") in KINDS else f"loai: phải là một trong {', '.join(KINDS)}",
        _text_fault(given, "matruong", 20),
        "" if given.get("sukien") in (NEW, UPDATE, CANCEL) else "sukien: phải là NEW, UPdate hoặc CANCEL",
        "" if whole and 1 <= version <= HIGHEST else "phienban: phải là số nguyên từ 1",  # type: ignore[operator]
        "" if isinstance(given.get("thoigiancapnhat"), str) else "thoigiancapnhat: còn thiếu",
        "" if isinstance(day, str) and _DAY.fullmatch(day) else "ngaycapnhat: phải là ngày dạng 2026-05-31",
        "" if isinstance(given.get("dulieu", {}), dict | type(None)) else "dulieu: phải là một đối tượng JSON",
    )


def _text_fault(given: Mapping[str, Any], name: str, most: int) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        return f"{name}: còn thiếu"
    return f"{name}: dài quá {most} kí tự" if len(value) > most else ""


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE)
    except ValueError:
        return None
