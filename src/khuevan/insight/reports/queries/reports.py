"""One report with its corrections: what it says now, and whether its signatures hold."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound

from ..adapters.document import holds
from ..models import Correction, Report
from ..rules.counting import corrected


@dataclass(frozen=True)
class Now:
    """A report as it stands after its corrections."""

    figures: dict[str, int]
    declared: dict[str, str]
    corrections: int


def report_by_uid(uid: UUID) -> Report:
    """One in scope. Raises ``NotFound``."""
    one = Report.objects.select_related("round", "school").filter(uid=uid).first()
    if one is None:
        raise NotFound(_("Không tìm thấy báo cáo này."), hint=_("Xem danh sách các đợt báo cáo."))
    return one


def corrections_of(report: Report) -> list[Correction]:
    """In their order; one query."""
    return list(Correction.objects.filter(school_id=report.school_id, report=report).order_by("number"))


def standing_of(report: Report, some: list[Correction] | None = None) -> Now:
    """What it says now; one query, or none."""
    found = corrections_of(report) if some is None else some
    figures, declared = report.figures, report.declared
    for one in found:
        figures, declared = corrected(figures, one.changes), one.declared or declared
    return Now(dict(figures), dict(declared), len(found))


def intact(one: Report | Correction) -> bool:
    """Whether what was signed is what the row says."""
    rows = sorted(one.figures.items()) if isinstance(one, Report) else one.changes
    return holds(one.xml, one.digest, one.statement, one.uid, rows)
