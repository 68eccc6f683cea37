"""One version, and what it says."""

from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass

from ..adapters.reading import Unreadable, read, read_before_signatures
from ..models import Version
from ..policies import visible
from ..rules.records import Content
from .composing import Composer, Edition
from .sources import load


def version_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> Version:
    """A version to which the actor may do ``verb``. Raises ``NotFound`` as if others did not exist."""
    rows = Version.objects.filter(visible(actor, verb), uid=uid)
    found = rows.select_related("transcript__school_class", "student", "school", "case", "pdf").first()
    if found is None:
        raise NotFound(_("Không tìm thấy học bạ này."), hint=_("Học bạ không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def content_of(version: Version) -> Content | None:
    """What a version says: its document, or, while there is none, what the gradebook says now; None: damaged."""
    try:
        return read(version.xml.encode()) if version.xml else _so_far(version)
    except Unreadable:
        return None


def content_before_signatures(version: Version, text: str) -> Content | None:
    """The same by the part of its document that ends with the content, for pages: a tenth of it. Whether the rest, its
    signatures, is whole is for verification to say."""
    try:
        return read_before_signatures(text) if text else _so_far(version)
    except Unreadable:
        return None


def _so_far(version: Version) -> Content | None:
    school_class = SchoolClass.objects.select_related("homeroom").get(pk=version.transcript.school_class_id)
    sources = load(school_class, [version.student_id])
    if version.student_id not in sources.people:
        return None
    edition = Edition(version.transcript.code, version.number, version.verify_code, version.reason, version.decision_no)
    return Composer(sources).content(version.student_id, edition)
