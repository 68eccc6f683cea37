"""The board on paper: what a named view shows, as PDF/A."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

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
LANDSCAPE_FROM = 6


@dataclass(frozen=True)
class Line:
    """A table of a paper: a title, the heads, the rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def board_paper(actor: Actor, name: str, filters: Mapping[str, str], widgets: Collection[str]) -> bytes:
    """What the actor sees in a view, in the caller's scope. Raises ``NotFound`` for who may not look."""
    here = asked_of(actor, filters)
    lead = f"{here.term_name} · {_('Năm học')} {year_label(here.view.year)}"
    tables = tuple(_table(one, lead) for one in _lines(seen(here, shown_in(filters), widgets)) if one.rows)
    day = today()
    said = _("Số liệu lúc lập, ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    empty = (pdf.PaperTable(_("Chưa có số liệu"), lead, (pdf.TableHead("", left=True),), ()),)
    paper = pdf.TablePaper(
        actor.unit_name, "", name, lead, f"{actor.unit_name} · {name}", said, said, ((_("Đơn vị"), actor.unit_name),),
        tables or empty, day.isoformat(),
    )  # fmt: skip
    return render("table_paper", paper)


def _lines(shown: Shown) -> list[Line]:
    found = []
    if shown.numbers:
        rows = tuple((one["name"], one["value"]) for one in shown.numbers)
        found.append(Line(_("Các con số chính"), (_("Chỉ tiêu"), _("Giá trị")), rows))
    found += [_of_chart(chart) for chart in shown.charts]
    if shown.late:
        heads = (_("Trường"), _("Ngày trễ"), _("Ô thiếu"), _("Giáo viên"))
        late = tuple((one.name, say(one.days), say(one.cells), say(one.teachers)) for one in shown.late)
        found.append(Line(_("Trường trễ hạn nhập điểm"), heads, late))
    return found


def _of_chart(chart: Chart) -> Line:
    return Line(chart.label, (chart.head, *chart.heads), tuple((row.name, *row.texts) for row in chart.rows))


def _table(one: Line, lead: str) -> pdf.PaperTable:
    first, *others = one.heads
    heads = (pdf.TableHead(first, share=3, left=True), *(pdf.TableHead(head) for head in others))
    return pdf.PaperTable(one.title, lead, heads, one.rows, landscape=len(heads) > LANDSCAPE_FROM)
