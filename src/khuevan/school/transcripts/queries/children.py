"""The children of a family at a glance. Part of every parent's first page, so it is plain SQL."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khuevan.registry.accounts.api import Actor

from ..policies import PUBLIC

_CHILDREN = """
SELECT p.uid, p.full_name, place.class_name, place.school_name, newest.year, newest.state
FROM people_person p
LEFT JOIN LATERAL (
  SELECT c.name AS class_name, u.name AS school_name
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.id = e.school_class_id
  JOIN units_unit u ON u.id = e.school_id
  WHERE e.student_id = p.id ORDER BY e.year DESC, e.starts_on DESC LIMIT 1
) place ON true
LEFT JOIN LATERAL (
  SELECT t.year, k.state
  FROM transcripts_version v
  JOIN transcripts_transcript t ON t.id = v.transcript_id
  JOIN approvals_case k ON k.id = v.case_id
  WHERE v.student_id = p.id AND k.state = any(array(SELECT unnest(%(states)s::text[])))
    AND v.superseded_at IS NULL AND v.revoked_at IS NULL
  ORDER BY t.year DESC, v.number DESC LIMIT 1
) newest ON true
WHERE p.id = any(array(SELECT unnest(%(children)s::bigint[]))) AND p.merged_into_id IS NULL
ORDER BY p.birth_year, p.id"""
"""Arrays behind subselects: PostgreSQL would make a plan for each family, four times the work of running it."""


class Glance(NamedTuple):
    """A child, where they are or were last, and year and state of their newest transcript in force; ``None``: none."""

    uid: UUID
    name: str
    class_name: str | None
    school_name: str | None
    year: int | None
    state: str | None


def at_a_glance(actor: Actor) -> list[Glance]:
    """The pupils of a family, the oldest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"children": sorted(actor.student_ids), "states": list(PUBLIC)})
        return [Glance(*row) for row in cursor.fetchall()]
