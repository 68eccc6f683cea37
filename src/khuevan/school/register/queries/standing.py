"""Where pupils live and what they are entitled to, as their profiles say: two columns of the register."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from khuevan.registry.catalogues.api import codes_on
from khuevan.registry.isolation.api import among
from khuevan.school.profiles.api import answers

_HOMES = ("DchiTmtru", "DchiThtru")
_GROUP, _GROUPS = "MaDtuongCsach", "DM_DIEN_CHINH_SACH"
_SAID = {"IsHoNgheo": "Hộ nghèo", "KhuyetTat": "Khuyết tật"}
"""Fields of the Ministry's catalogue that are answered with yes (1), in words of records."""


class Standing(NamedTuple):
    """The residence, and the entitlements in words; "" where nothing is known."""

    home: str = ""
    policy: str = ""


def standings(school_id: int, pupils: Collection[int], day: date) -> dict[int, Standing]:
    """Person id → where they live now (else where they are registered) and what they are entitled to; two queries."""
    groups = {one.code: one.label for one in codes_on([_GROUPS], day)}
    found = answers(school_id, among(pupils), (*_HOMES, _GROUP, *_SAID))
    return {
        pupil: Standing(
            next((said[field] for field in _HOMES if field in said), ""),
            ", ".join(
                filter(None, [groups.get(said.get(_GROUP, "")), *(w for f, w in _SAID.items() if said.get(f) == "1")])
            ),
        )
        for pupil, said in found.items()
    }
