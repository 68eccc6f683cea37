"""The gazetteer of both eras, read once by each process: it is reference data that only a migration changes."""

from collections.abc import Iterable
from functools import lru_cache

from django.db import connection

from ..models import Area, AreaSuccession
from ..rules.addresses import Conversion, convert
from ..rules.gazetteer import Gazetteer, gazetteer


def known_places() -> Gazetteer:
    """All areas with their names; two queries the first time."""
    return _places(str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=1)
def _places(database: str) -> Gazetteer:
    fields = ("id", "level", "code", "full_name", "parent_id", "valid_to")
    areas = ((*row[:-1], row[-1] is None) for row in Area.objects.order_by("id").values_list(*fields))
    return gazetteer(areas, AreaSuccession.objects.values_list("old_id", "new_id", "main"))


def convert_all(texts: Iterable[str]) -> list[Conversion]:
    """Each address as of today."""
    known = known_places()
    return [convert(text, known) for text in texts]
