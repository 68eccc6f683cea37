"""Names of people of whom nothing else may be known."""

from collections.abc import Iterable

from django.db import connection

_NAMES = "SELECT id, full_name FROM people_staff_name WHERE id = any(%s)"


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by person id of those among ``ids`` who are staff of the schools in scope. One query."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        return dict(cursor.execute(_NAMES, [sorted(wanted)]).fetchall())
