"""Reads of the unit tree on a day."""

from datetime import date

from django.db import connection

from ..models import Unit

_SUBTREE = """
WITH RECURSIVE tree AS (
  SELECT %(root)s::bigint AS id
  UNION
  SELECT e.child_id FROM units_edge e JOIN tree t ON e.parent_id = t.id
  WHERE e.kind = 'runs' AND e.valid_from <= %(day)s AND (e.valid_to IS NULL OR e.valid_to >= %(day)s)
)
SELECT u.id FROM tree JOIN units_unit u USING (id) WHERE u.kind = 'school' ORDER BY u.id"""


def schools_under(unit_id: int, day: date) -> list[int]:
    """Ids of the schools in the subtree of a unit on ``day``; a school is its own subtree."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, {"root": unit_id, "day": day})
        return [row[0] for row in cursor.fetchall()]


def unit_by_id(unit_id: int) -> Unit:
    """The unit, or `Unit.DoesNotExist`."""
    return Unit.objects.get(pk=unit_id)
