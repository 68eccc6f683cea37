"""React to changes under signatures."""

from collections.abc import Iterable

from django.db import connection

from khuevan.platform.approvals.api import PROGRAM
from khuevan.school.enrolment.api import SchoolClass

from .drafts import lay_out
from .signatures import refresh

_SIGNED = """
SELECT DISTINCT s.student_id FROM transcripts_transcript t
JOIN transcripts_version v ON v.school_id = t.school_id AND v.transcript_id = t.id AND v.issued_at IS NULL
JOIN transcripts_sectionsignature s ON s.school_id = v.school_id AND s.version_id = v.id AND s.stale_at IS NULL
WHERE t.school_class_id = (SELECT %s) AND s.student_id = any(array(SELECT unnest(%s::bigint[]))) ORDER BY 1"""
"""Asked by every save, so it is plain SQL; its values stand behind subselects, so that PostgreSQL keeps one plan."""


def marks_changed(class_id: int, students: Iterable[int]) -> None:
    """Compare what is signed of these pupils with what the gradebook says now. Cheap where nothing is signed."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED, [class_id, sorted(students)])
        touched = [student for (student,) in cursor.fetchall()]
    if touched:
        school_class = SchoolClass.objects.select_related("homeroom").get(pk=class_id)
        refresh(lay_out(PROGRAM, school_class, touched))
