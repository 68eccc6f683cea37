"""Transcripts that the Sở has accepted, as records of the feed (``thongtinsohocba…`` of the national feed)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from khuevan.kernel.clock import TIME_ZONE
from khuevan.platform.approvals.api import Step
from khuevan.platform.exchange.api import TRANSCRIPT
from khuevan.platform.exchange.ports import Row
from khuevan.school.enrolment.api import people_of, school_code

from ..models import Version


class FeedTranscripts:
    """The last accepted version of each transcript; while a correction is on its way the one before stands. A revoked
    one is cancelled (`khuevan.platform.exchange.ports.Source`)."""

    kind = TRANSCRIPT

    def gather(self, school_id: int) -> Iterator[Row]:
        """Four queries."""
        code, pupils = school_code(school_id), people_of(school_id, "pupil")
        taken = Step.objects.filter(school_id=OuterRef("school_id"), case=OuterRef("case"), verb="accept")
        rows = Version.objects.filter(Exists(taken), school_id=school_id, issued_at__isnull=False)
        last = rows.select_related("transcript__school_class").defer("xml").order_by("transcript", "-number")
        for one in last.distinct("transcript"):
            pupil = pupils.get(one.student_id)
            if pupil is None or one.revoked_at or one.issued_at is None:
                continue
            document = one.transcript
            yield Row(str(document.uid), {
                "matruong": code, "madinhdanhhocba": document.code, "mahocsinh": pupil.code,
                "hovaten": pupil.fields["hovaten"], "namhoc": document.year, "makhoi": document.school_class.grade,
                "phienbanhocba": one.number, "ngayphathanh": one.issued_at.astimezone(TIME_ZONE).date().isoformat(),
                "matracuu": one.verify_code, "sha256": one.digest,
            })  # fmt: skip
