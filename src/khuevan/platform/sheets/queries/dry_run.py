"""What an import would do, without doing it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ..adapters.comments import Notes, with_comments
from ..adapters.opening import open_file
from ..adapters.writing import copy_with_comments
from ..ports import Target
from ..rules.judging import judge, wanted
from ..rules.problems import Problem
from ..rules.rows import Rows, read_rows, title_groups
from ..rules.tables import Table

MOST_COMMENTS = 5_000


def dry_run(
    target: Target, school_id: int, table: Table, columns: Mapping[str, Sequence[int]], group: str = ""
) -> Rows:
    """Every row with its verdict. ``group``: the class that the list should be about, "" for the whole school."""
    rows = read_rows(table, target.layout, columns, group)
    compare(target, school_id, rows, group, title_groups(table))
    return rows


def compare(target: Target, school_id: int, rows: Rows, group: str, titles: Sequence[str] = ()) -> None:
    """Give rows that were read their verdicts, by what the room knows and what exists."""
    target.check(school_id, rows)
    judge(rows, target.find(school_id, wanted(rows)), group, titles)


def said(problem: Problem) -> str:
    """A problem in the reader's language."""
    return " ".join(text for text in problem.said(_) if text)


def comments_of(rows: Rows, table: Table) -> Notes:
    """What to write into the cells of the file: every problem where it is, those of the whole file in the header."""
    notes: dict[tuple[int, int], str] = {}
    top = (min(table.header_rows, default=0), table.left)
    general = [said(problem) for problem in rows.stops]
    left_out = 0
    for row, problems in sorted(rows.problems.items()):
        for found in problems:
            place = (rows.numbers[row], table.left if found.column is None else found.column)
            if place not in notes and len(notes) >= MOST_COMMENTS:
                left_out += 1
                continue
            notes[place] = "\n".join(text for text in (notes.get(place, ""), said(found.problem)) if text)
    if left_out:
        general.append(_("Còn %(n)d chỗ nữa chưa ghi chú được hết trong tệp này.") % {"n": left_out})
    if general:
        notes[top] = "\n".join(general)
    return notes


def commented_file(content: bytes, table: Table, rows: Rows) -> bytes:
    """The file as it was sent, with what is wrong in comments; always an .xlsx (.xlsm stays one)."""
    notes = comments_of(rows, table)
    book = open_file(content)
    if book.kind == "xlsx":
        return with_comments(content, table.sheet, notes)
    return copy_with_comments(next(sheet for sheet in book.sheets if sheet.name == table.sheet), notes)
