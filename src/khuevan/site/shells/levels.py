"""The names and tones of the levels that regulations know, for display only; rooms compute them.

Scales: ``tt22`` learning and conduct (TT 22/2021, Art 8 and 9), ``pass`` subjects assessed by comments (TT 22/2021,
Art 6), ``tt27`` subjects of a primary school and ``trait`` its qualities and competences (TT 27/2020, Art 6).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Level:
    """One step of a scale; ``tone`` is best, good, fair or low."""

    label: str | Promise
    tone: str

    def __str__(self) -> str:
        return str(self.label)


SCALES: dict[str, dict[str, Level]] = {
    "tt22": {
        "T": Level(_("Tốt"), "best"),
        "K": Level(_("Khá"), "good"),
        "D": Level(_("Đạt"), "fair"),
        "CD": Level(_("Chưa đạt"), "low"),
    },
    "pass": {"D": Level(_("Đạt"), "good"), "CD": Level(_("Chưa đạt"), "low")},
    "tt27": {
        "T": Level(_("Hoàn thành tốt"), "best"),
        "H": Level(_("Hoàn thành"), "good"),
        "C": Level(_("Chưa hoàn thành"), "low"),
    },
    "trait": {
        "T": Level(_("Tốt"), "best"),
        "D": Level(_("Đạt"), "good"),
        "C": Level(_("Cần cố gắng"), "low"),
    },
}

UNKNOWN = Level(_("Chưa có"), "none")


def level_of(code: str | None, scale: str = "tt22") -> Level:
    """The level behind a code; no code gives "Chưa có". An unknown scale is a mistake of ours and raises KeyError."""
    return SCALES[scale].get(str(code or ""), UNKNOWN)
