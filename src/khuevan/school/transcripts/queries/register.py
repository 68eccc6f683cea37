"""What the register knows of a version that somebody outside asks about: by its code, and by nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from khuevan.platform.signing.ports import Mandate, TimeStamp
from khuevan.registry.isolation.api import NOBODY, Scope, enter

from ..models import Version
from .delegations import mandates_of
from .stamps import stamp_of


@dataclass(frozen=True)
class Entry:
    """An issued version as the register has it. ``latest``: the number of the newest issued version.

    ``pdf_sha256``: of the paper that was issued with it, in hex. ``decision``: number of the decision by which the next
    version took its place, "" while it is in force.
    """

    version_id: int
    school_id: int
    student_id: int
    number: int
    verify_code: str
    xml: bytes
    digest: str
    pdf_sha256: str
    state: str
    issued_at: datetime
    superseded_at: datetime | None
    revoked_at: datetime | None
    latest: int
    reason: str
    decision: str = ""
    stamp: TimeStamp | None = None
    mandates: tuple[Mandate, ...] = ()


@contextmanager
def looking_as(scope: Scope, back: Scope = NOBODY) -> Iterator[None]:
    """Look with other eyes for a moment; afterwards the transaction acts for ``back`` again."""
    with transaction.atomic():
        enter(scope)
        yield
        enter(back)


def entry(code: str, back: Scope = NOBODY) -> Entry | None:
    """The issued version whose code this is, or None.

    The code alone opens the row; only then the school's scope shows its state and whether there is a newer version.
    """
    with looking_as(Scope("public", token=code), back):
        school = Version.objects.filter(verify_code=code, issued_at__isnull=False).values_list("school_id", flat=True)
        school_id = school.first()
    if school_id is None:
        return None
    with looking_as(Scope("staff", frozenset({school_id})), back):
        version = Version.objects.select_related("case", "pdf").get(verify_code=code)
        after = Version.objects.filter(transcript_id=version.transcript_id, number__gt=version.number)
        later = list(after.order_by("number").values_list("number", "decision_no", "issued_at"))
        latest = max((number for number, _decision, issued_at in later if issued_at), default=version.number)
        found = _entry(version, latest, later[0][1] if later else "")
        return replace(found, stamp=stamp_of(version), mandates=tuple(mandates_of(school_id)))


def _entry(version: Version, latest: int, decision: str) -> Entry:
    assert version.issued_at is not None
    return Entry(
        version_id=version.pk,
        school_id=version.school_id,
        student_id=version.student_id,
        number=version.number,
        verify_code=version.verify_code,
        xml=version.xml.encode(),
        digest=version.digest,
        pdf_sha256=version.pdf.sha256 if version.pdf else "",
        state=version.case.state,
        issued_at=version.issued_at,
        superseded_at=version.superseded_at,
        revoked_at=version.revoked_at,
        latest=latest,
        reason=version.reason,
        decision=decision,
    )
