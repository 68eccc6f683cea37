"""Certified years go with the pupil: the receiving school gets certificate and scan as rows of its own."""

from khuevan.platform.approvals.api import advance, open_cases
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.files.api import content_of, store
from khuevan.registry.units.api import Unit

from ..models import PaperYear
from ..policies import PAPER_YEAR
from .entering import BOOK

COPIED = (
    "year", "grade", "class_name", "school_name", "book_no", "rules", "results", "entered_by", "entered_at", "xml",
    "certified_by", "certified_at",
)  # fmt: skip


def carry(actor: Actor, sending_id: int, receiving_id: int, student_id: int) -> None:
    """Copy the certified years of a pupil who is released; a year that the receiving school has already is left."""
    rows = PaperYear.objects.filter(school_id=sending_id, student_id=student_id, case__state="certified")
    known = PaperYear.objects.filter(school_id=receiving_id, student_id=student_id, withdrawn_at=None)
    years = set(known.values_list("year", flat=True))
    going = [one for one in rows.select_related("scan").order_by("year") if one.year not in years]
    if not going:
        return
    sender = Unit.objects.values_list("name", flat=True).get(pk=sending_id)
    cases = open_cases(actor, PAPER_YEAR, receiving_id, [student_id] * len(going))
    advance(actor, PAPER_YEAR, [case.pk for case in cases], "carry", system=True)
    made, changes = [], []
    for one, case in zip(going, cases, strict=True):
        scan = store(
            actor, receiving_id, content_of(one.scan), one.scan.name, one.scan.media_type, student_id=student_id
        )  # fmt: skip
        said = {name: getattr(one, name) for name in COPIED}
        made.append(
            PaperYear(
                school_id=receiving_id, student_id=student_id, case=case, scan=scan,
                carried_from=one.carried_from or sender, **said,
            )
        )  # fmt: skip
        changes.append(Change(f"Học bạ giấy {one.book_no} · {one.year}", new=scan.sha256, student_id=student_id))
    PaperYear.objects.bulk_create(made)
    record(actor, receiving_id, BOOK, "carry", changes)
