"""The board on paper: what a named view shows, as PDF/A."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from khuevan.insight.statistics.api import say
from khuevan.kernel.clock import today
from khuevan.kernel.dates import year_label
from khuevan.platform.documents import ports as pdf
from khuevan.platform.documents.api import render
from khuevan.registry.accounts.api import Actor

from .asking import asked_of
from .board import Shown, seen, shown_in
from .drawing import Chart

WHOLE = "Trung tâm điều hành"


def board_paper(actor: Actor, name: str, filters: Mapping[str, str], widgets: Collection[str]) -> bytes:
    """What the actor sees in a view, in the caller's scope. Raises ``NotFound`` for who may not look."""
    here, day = asked_of(actor, filters), today()
    shown = seen(here, shown_in(filters), widgets)
    paper = pdf.BoardPaper(
        actor.unit_name,
        name,
        f"{here.term_name} · {_('Năm học')} {year_label(here.view.year)}",
        tuple((one["name"], one["value"]) for one in shown.numbers),
        tuple(one for one in _tables(shown) if one.rows),
        f"{actor.unit_name} · {_('Số liệu lúc lập, ngày %(day)s') % {'day': f'{day:%d/%m/%Y}'}}",
        _("Chưa có số liệu"),
        day.isoformat(),
    )
    return render("board_paper", paper)


def _tables(shown: Shown) -> list[pdf.BoardTable]:
    found = [_of_chart(chart) for chart in shown.charts]
    if shown.late:
        heads = (_("Trường"), _("Ngày trễ"), _("Ô thiếu"), _("Giáo viên"))
        late = tuple((one.name, say(one.days), say(one.cells), say(one.teachers)) for one in shown.late)
        found.append(pdf.BoardTable(_("Trường trễ hạn nhập điểm"), heads, late))
    return found


def _of_chart(chart: Chart) -> pdf.BoardTable:
    """Bars where the chart has them; places without a value stay out of the table."""
    drawn = chart.data.get("items", chart.data.get("areas"))
    heads = (chart.head, *chart.heads)
    if drawn is None:
        return pdf.BoardTable(chart.label, heads, tuple((row.name, *row.texts) for row in chart.rows))
    some = [one for one in drawn if one["value"] is not None]
    most = max((abs(one["value"]) for one in some), default=0) or 1
    rows = tuple((one["name"], one["text"]) for one in some)
    return pdf.BoardTable(chart.label, heads, rows, tuple(abs(one["value"]) / most for one in some))
