"""What was found, for the pages: by kind in a school, one by one in a class."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.transcripts.api import RECEIVED, Version

from ..models import Checked, Finding, Run
from ..policies import may
from ..rules.kinds import ERRORS, KINDS
from .words import WORDS

_KINDS = """
SELECT f.kind, count(DISTINCT f.version_id)
FROM review_finding f
JOIN transcripts_version v ON v.school_id = f.school_id AND v.id = f.version_id AND v.superseded_at IS NULL
JOIN transcripts_transcript t ON t.school_id = v.school_id AND t.id = v.transcript_id AND t.year = %(year)s
JOIN approvals_case k ON k.school_id = v.school_id AND k.id = v.case_id AND k.state = 'submitted'
WHERE f.school_id = %(school)s AND coalesce(t.school_class_id = %(class)s::bigint, true)
GROUP BY f.kind"""
"""Part of first pages, so it is plain SQL."""


@dataclass(frozen=True)
class KindLine:
    """A kind of finding: in how many transcripts."""

    code: str
    name: str
    advice: str
    error: bool
    transcripts: int


@dataclass(frozen=True)
class Said:
    """One finding for reading: what is wrong, what exactly, what to do."""

    code: str
    name: str
    advice: str
    error: bool
    what: str


@dataclass
class PupilLine:
    """A version that came in, with what was found in it; ``checked`` is None before its check."""

    version: Version
    checked: Checked | None = None
    found: list[Said] = field(default_factory=list)


def school_by_uid(actor: Actor, uid: UUID) -> Unit:
    """A school whose findings the actor may read. Raises ``NotFound`` as if others did not exist."""
    found = Unit.objects.filter(uid=uid, kind="school").first()
    if found is None or not may(actor, "read", found):
        raise NotFound(_("Không tìm thấy trường này."), hint=_("Trường không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def class_by_uid(actor: Actor, uid: UUID) -> SchoolClass:
    """A class of such a school."""
    found = SchoolClass.objects.filter(uid=uid).select_related("school", "homeroom").first()
    if found is None or not may(actor, "read", found.school):
        raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def kind_lines(year: int, school_id: int, class_id: int | None = None) -> list[KindLine]:
    """What was found in a school's (or class's) versions that wait at the Sở, errors first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, {"school": school_id, "year": year, "class": class_id})
        counts = dict(cursor.fetchall())
    return [
        KindLine(code, _(WORDS[code].name), _(WORDS[code].advice), code in ERRORS, counts[code])
        for code in KINDS
        if code in counts
    ]


def pupil_lines(school_class: SchoolClass) -> list[PupilLine]:
    """The current versions of a class that came in, those with findings first; three queries."""
    versions = Version.objects.filter(
        school_id=school_class.school_id, transcript__school_class_id=school_class.pk, case__state__in=RECEIVED,
        superseded_at=None,
    )  # fmt: skip
    rows = versions.select_related("student", "case", "transcript").defer("xml").order_by("student__sort_key", "pk")
    lines = {one.pk: PupilLine(one) for one in rows}
    of = {"school_id": school_class.school_id, "version_id__in": list(lines)}
    for checked in Checked.objects.filter(**of):
        lines[checked.version_id].checked = checked
    for one in Finding.objects.filter(**of).order_by("pk"):
        lines[one.version_id].found.append(_said(one))
    return sorted(lines.values(), key=_weight)


def running(year: int, school_id: int | None = None) -> list[Run]:
    """Checks that are under way."""
    found = Run.objects.filter(year=year, state=Run.State.RUNNING)
    return list(found.filter(school_id=school_id) if school_id else found)


def run_by_uid(actor: Actor, uid: UUID) -> Run:
    """A check of a school that the actor may read. Raises ``NotFound``."""
    found = Run.objects.filter(uid=uid).select_related("school").first()
    if found is None or not may(actor, "read", found.school):
        raise NotFound(_("Không tìm thấy lần kiểm tra này."))
    return found


def last_run(year: int, school_id: int) -> Run | None:
    """The latest check of a school."""
    return Run.objects.filter(year=year, school_id=school_id).order_by("-pk").first()


def _weight(line: PupilLine) -> tuple[bool, int]:
    """Whoever waits with an error first, then with a warning; decided ones last."""
    waits = line.version.case.state == "submitted"
    worst = 0 if any(one.error for one in line.found) else 1 if line.found else 2
    return not waits, worst


def _said(one: Finding) -> Said:
    words = WORDS[one.kind]
    return Said(one.kind, _(words.name), _(words.advice), one.kind in ERRORS, one.what)
