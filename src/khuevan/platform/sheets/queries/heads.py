"""What is kept of a list so that its columns can be chosen without reading the file again."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import Import
from ..ports import target
from ..rules.cells import text_of
from ..rules.matching import Proposal
from ..rules.rows import title_groups
from ..rules.tables import Table
from .memory import proposal_for

_ROWS = 160
_SKIPPED = 40
_FONTS = {
    "tcvn3": gettext_noop("Chữ viết bằng phông cũ TCVN3 (.VnTime) đã được đổi sang Unicode. Xem lại vài tên."),
    "vni": gettext_noop("Chữ viết bằng phông cũ VNI đã được đổi sang Unicode. Xem lại vài tên."),
    "twice": gettext_noop("Chữ trong tệp bị mã hoá hai lần (LÃª là Lê) đã được đổi lại. Xem lại vài tên."),
}


def head_of(table: Table, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Header, titles, what is left out, and some rows from all over the list, as text; what is said of the file."""
    step = max(1, len(table.rows) // _ROWS)
    return {
        "sheet": table.sheet,
        "headers": table.headers,
        "rows": [[text_of(cell) for cell in row] for row in table.rows[::step][:_ROWS]],
        "left": table.left,
        "titles": table.titles,
        "sections": table.sections,
        "hidden": sorted(table.hidden),
        "joined": sorted(table.joined),
        "font": table.font,
        "notes": [*notes, *([_(_FONTS[table.font])] if table.font else [])],
        "others": table.others,
        "titled": [*title_groups(table), table.sheet.upper().removeprefix("LỚP").strip()],
        "skipped": [(one.row + 1, one.text[:80]) for one in table.skipped[:_SKIPPED]],
    }


def table_from(head: dict[str, Any]) -> Table:
    """The list with the rows that were kept."""
    return Table(
        head["sheet"],
        head["headers"],
        (),
        head["rows"],
        list(range(len(head["rows"]))),
        head["left"],
        head["titles"],
        [(start, title) for start, title in head["sections"]],
        frozenset(head["hidden"]),
        frozenset(head["joined"]),
        font=head["font"],
    )


def proposal_of(one: Import) -> Proposal:
    """The columns of an import's list as fields, for a person to confirm with `order_check`."""
    return proposal_for(one.school_id, target(one.layout).layout, table_from(one.head))
