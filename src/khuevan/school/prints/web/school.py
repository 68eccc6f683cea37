"""Statistics of a school, for its office. They name no pupil."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Tab
from khuevan.school.enrolment.api import years_of
from khuevan.school.gradebook.api import Stage, may, part_name, stage_of

from ..api import kinds_of, periods_counted, school_of, statistics
from .files import as_file

_LEVELS = {True: "tieu-hoc", False: "trung-hoc"}


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The statistics that can be had of a year, term by term."""
    text = request.GET.get("year", "")
    stage = _stage(request, int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None)
    school_id = stage.school_year.school_id
    years, kinds = years_of(school_id), kinds_of(school_id, stage.year)
    context = {
        "stage": stage,
        "years": [Tab(year_label(one.year), f"?year={one.year}", one.year == stage.year) for one in years],
        "kinds": [(_kind(primary), _lines(school_id, stage.year, primary)) for primary in kinds],
    }
    return render(request, "prints/statistics.html", context)


@require_GET
@login_required
def file(request: HttpRequest, year: int, level: str, part: int, kind: str) -> HttpResponse:
    """The statistics of a term or a period as a file."""
    school_id = _stage(request, year).school_year.school_id
    with override(settings.LANGUAGE_CODE):
        paper = statistics(school_id, year, part, level == _LEVELS[True])
        return as_file(kind, paper, school_of(school_id), localdate())


def _stage(request: HttpRequest, year: int | None) -> Stage:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.unit_id in actor.school_ids:
        stage = stage_of(actor.unit_id, localdate(), year=year)
        if may(actor, "read", stage.school_year):
            return stage
    raise NotFound(_("Trang này dành cho lãnh đạo và văn thư nhà trường."))


def _kind(primary: bool) -> str:
    return _("Các lớp tiểu học") if primary else _("Các lớp trung học")


def _lines(school_id: int, year: int, primary: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Names of terms or periods, each with its files; of the periods of primary classes those with results."""
    parts = sorted({*periods_counted(school_id, year), 4}) if primary else range(1, 4)
    return [
        (
            part_name(primary, part),
            [(label, reverse("prints:statistics_file", args=[year, _LEVELS[primary], part, kind]))
             for label, kind in (("PDF", "pdf"), ("Excel", "xlsx"))],
        )
        for part in parts
    ]  # fmt: skip
