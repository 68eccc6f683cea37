"""Cards on the first pages: what a school still has to send, and until when; who is late, for the Sở."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import unit_by_id

from .api import LEVELS, class_lines, deadlines_of, kind_lines, latest_year, school_line


def panels(actor: Actor) -> Iterable[Panel]:
    """For leaders and clerks of a school that has a deadline or findings."""
    if actor.kind not in ("leader", "clerk") or actor.unit_id not in actor.school_ids:
        return
    year = latest_year(actor.unit_id)
    due = deadlines_of(year) if year else {}
    kinds = kind_lines(year, actor.unit_id) if year else []
    if year is None or not (due or kinds):
        return
    found = school_line(class_lines(year, actor.unit_id or 0), due)
    lines = [
        (_(LEVELS[level]), due[level], numbers.lacking, (due[level] - today()).days)
        for level, numbers in (found.levels.items() if found else ())
        if level in due
    ]
    if lines or kinds:
        url = reverse("review:school", args=[unit_by_id(actor.unit_id or 0).uid])
        context = {"lines": lines, "kinds": kinds}
        yield Panel(
            _("Nộp học bạ về Sở"), "review/panels/school.html", context, 25, icon="inbox", url=url, link=_("Xem")
        )
