"""Issued transcripts of a pupil, for whoever hands them on."""

from ..models import Version


def issued_versions(school_id: int, student_id: int) -> list[Version]:
    """Every version that a school has issued, replaced and revoked ones too, with its file; one query."""
    rows = Version.objects.filter(school_id=school_id, student_id=student_id, issued_at__isnull=False)
    return list(rows.select_related("transcript", "case", "pdf").order_by("transcript__year", "number"))
