"""Names of people of whom nothing else may be known."""

from collections.abc import Iterable

from ..models import StaffName


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by person id of those among ``ids`` who are staff of the schools in scope. One query."""
    wanted = {one for one in ids if one is not None}
    return dict(StaffName.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}
