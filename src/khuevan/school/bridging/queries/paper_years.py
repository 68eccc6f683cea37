"""Years on paper: the list, one, those of a pupil; whether a certificate still holds."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.platform.signing.api import trust_anchors, verify
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.isolation.api import Scope
from khuevan.school.transcripts.api import looking_as

from ..adapters.certificate import matches
from ..models import PaperYear
from ..policies import SCHEME, visible
from ..rules.reading import Results, results_of


@dataclass(frozen=True)
class Certified:
    """A certified year with what it says and whether its signature holds."""

    one: PaperYear
    results: Results
    holds: bool


def paper_years(actor: Actor) -> QuerySet[PaperYear]:
    """Years that the actor may read, those that wait first, then the latest."""
    found = PaperYear.objects.filter(visible(actor)).select_related("student", "case", "scan", "school")
    return found.order_by("-case__state", "-entered_at", "-pk")


def paper_year_by_uid(actor: Actor, uid: UUID) -> PaperYear:
    """One year. Raises ``NotFound`` as if others did not exist."""
    found = paper_years(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy năm học này."), hint=_("Bản nhập không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def certified_of(actor: Actor, student_id: int) -> list[Certified]:
    """The certified years of a pupil in their order; two queries."""
    rows = PaperYear.objects.filter(visible(actor), student_id=student_id, case__state="certified")
    return _standing(rows, student_id, scope_of(actor))


def shared_years(student_id: int, back: Scope) -> list[Certified]:
    """The same for whoever holds the family's link."""
    with looking_as(Scope("family", students=frozenset({student_id})), back):
        rows = PaperYear.objects.filter(student_id=student_id, case__state="certified")
        return _standing(rows, student_id, Scope("family", students=frozenset({student_id})))


def _standing(rows: QuerySet[PaperYear], student_id: int, back: Scope) -> list[Certified]:
    """Each certificate once, own ones before copies. A copy whose original was withdrawn at the school that signed it
    does not hold, wherever that school is: the pupil's own scope answers."""
    found = list(rows.select_related("scan", "school").order_by("year", "carried_from", "pk"))
    withdrawn: set[str] = set()
    if any(one.carried_from for one in found):
        with looking_as(Scope("family", students=frozenset({student_id})), back):
            gone = PaperYear.objects.filter(student_id=student_id, carried_from="", withdrawn_at__isnull=False)
            withdrawn = set(gone.exclude(xml="").values_list("xml", flat=True))
    once = {one.xml: one for one in reversed(found)}
    return [
        Certified(one, results_of(one.results), one.xml not in withdrawn and holds(one))
        for one in reversed(once.values())
    ]


def holds(one: PaperYear) -> bool:
    """Whether the certificate is whole, signed by a leader of the school, and says what the row says."""
    return bool(one.xml) and matches(one) and verify(one.xml.encode(), trust_anchors(), SCHEME).valid
