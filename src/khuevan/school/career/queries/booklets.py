"""The years of one level as a booklet in the form of the law."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.platform.documents.api import render
from khuevan.school.transcripts.api import Leaf, booklet_of, verify_url

from .gathering import VALID, CareerYear

LEVELS = {
    "02": gettext_noop("Học bạ tiểu học"),
    "03": gettext_noop("Học bạ trung học cơ sở"),
    "04": gettext_noop("Học bạ trung học phổ thông"),
}


def levels_of(years: Iterable[CareerYear]) -> list[tuple[str, str]]:
    """Levels of which something valid is there, with the name of their booklet."""
    known = {one.level for one in years if one.state == VALID}
    return [(level, _(name)) for level, name in LEVELS.items() if level in known]


def booklet(years: Iterable[CareerYear], level: str) -> bytes:
    """The valid years of a level as PDF/A. Raises ``NotFound`` where there is none."""
    chosen = [one for one in years if one.level == level and one.state == VALID]
    if not chosen:
        raise NotFound(_("Chưa có học bạ nào đã phát hành ở cấp học này."))
    leaves = [
        Leaf(one.content, one.verdict, one.issued_at, verify_url(one.content.heading.verify_code)) for one in chosen
    ]
    template, sheet = booklet_of(leaves, today().isoformat())
    return render(template, sheet)
