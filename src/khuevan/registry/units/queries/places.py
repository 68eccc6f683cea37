"""Where units lie, and where that is after the reform of 1/7/2025."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..models import Area, AreaSuccession


@dataclass(frozen=True)
class Heir:
    """An area that took in another, wholly or in part; ``main``: most of it."""

    area_id: int
    code: str
    name: str
    main: bool


def heirs_of_areas(area_ids: Iterable[int]) -> Mapping[int, list[Heir]]:
    """The areas of today in which each old one lies, the main one first; several where it was split."""
    found: dict[int, list[Heir]] = defaultdict(list)
    rows = AreaSuccession.objects.filter(old_id__in=list(area_ids)).order_by("old_id", "-main", "new__code")
    for old, area, code, name, main in rows.values_list("old_id", "new_id", "new__code", "new__full_name", "main"):
        found[old].append(Heir(area, code, name, main))
    return found


def present_areas(area_ids: Iterable[int]) -> Mapping[int, Heir]:
    """Communes of today by id, as places to which a unit may go; others are left out."""
    rows = Area.objects.filter(pk__in=list(area_ids), level="commune", valid_to=None)
    return {pk: Heir(pk, code, name, True) for pk, code, name in rows.values_list("pk", "code", "full_name")}
