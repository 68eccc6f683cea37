"""A paper as a file to keep: PDF/A or .xlsx."""

from datetime import date
from urllib.parse import quote

from django.http import HttpResponse

from khuevan.platform.documents import ports as pdf
from khuevan.platform.documents.api import render
from khuevan.platform.sheets.api import Page, PageHead, paper_file

from ..api import Paper, School, Table, in_words

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(kind: str, paper: Paper, school: School, day: date) -> HttpResponse:
    """``kind``: "pdf" or "xlsx"."""
    content = as_pdf(paper, school, day) if kind == "pdf" else as_xlsx(paper, school, day)
    return attached(kind, content, paper.file)


def attached(kind: str, content: bytes, name: str) -> HttpResponse:
    """A file to keep, of which nobody on the way keeps a copy (RFC 6266)."""
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    response["Cache-Control"] = "private, no-store"
    return response


def as_pdf(paper: Paper, school: School, day: date) -> bytes:
    """The tables in the layout of the forms."""
    tables = tuple(map(_table, paper.tables))
    sheet = pdf.TablePaper(
        school.name, school.authority, paper.title, paper.subtitle, f"{school.name} · {paper.running}", paper.law,
        school.place_date(day), tuple(paper.facts), tables, day.isoformat(),
    )  # fmt: skip
    return render("table_paper", sheet)


def _table(table: Table) -> pdf.PaperTable:
    heads = tuple(pdf.TableHead(one.label, one.group, one.share, one.upright, one.left) for one in table.heads)
    rows = tuple(tuple(map(in_words, row)) for row in table.rows)
    return pdf.PaperTable(table.title, table.lead, heads, rows, table.note, tuple(table.signs), table.landscape)


def as_xlsx(paper: Paper, school: School, day: date) -> bytes:
    """A sheet for each table; marks are numbers."""
    return paper_file([_page(one, school, day) for one in paper.tables])


def _page(table: Table, school: School, day: date) -> Page:
    signs = [f"{office}: {name}" if name else office for office, name in table.signs]
    return Page(
        table.name,
        [school.name, table.title, table.lead],
        [PageHead(one.label, one.group, _width(one.share), one.left) for one in table.heads],
        table.rows,
        [*filter(None, [table.note]), school.place_date(day), *signs],
        table.landscape,
    )


def _width(share: float) -> float:
    """Letters of a column: words need room, marks little."""
    return max(6.0, 4.8 * share)
