"""Bring a list in, step by step: receive the file, check it, decide about doubts, write it, take it back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import order
from khuevan.registry.files.api import File, content_of, store

from ..adapters.opening import open_file
from ..adapters.refusals import Unreadable
from ..models import Import, Staged
from ..policies import refuse_outsiders, visible
from ..ports import Target, target
from ..queries.heads import head_of, proposal_of, table_from
from ..queries.staging import to_write
from ..rules.cells import Workbook
from ..rules.layouts import Layout
from ..rules.reading import read_table
from ..rules.rows import Verdict
from ..rules.tables import Table
from .memory import confirm_columns

State = Import.State
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "html": "text/html",
    "csv": "text/csv",
}
LEFT_OUT = (Verdict.ERROR, Verdict.DOUBTFUL)


def table_in(book: Workbook, layout: Layout, sheet: str = "") -> Table:
    """The list in a workbook. Raises ``Unreadable`` where there is none, or none with rows."""
    table = read_table(book.sheets, layout.known, sheet)
    if table is None or not table.rows:
        raise Unreadable(
            _("Không tìm thấy danh sách nào trong tệp."),
            hint=_("Danh sách cần một dòng tên cột và ít nhất một dòng dữ liệu. Kiểm tra xem đã chọn đúng tệp chưa."),
            code="no_list",
        )
    return table


def receive(actor: Actor, school_id: int, layout: str, content: bytes, name: str, group: str = "") -> Import:
    """Keep a file that can be read, and begin its import. ``group``: the class that it should be about, or "".

    Raises ``NotAllowed``, ``Unreadable`` and what `store` raises.
    """
    wanted = target(layout)
    refuse_outsiders(actor, wanted, school_id)
    book = open_file(content, name)
    table = table_in(book, wanted.layout)
    file = store(actor, school_id, content, name[:120], _TYPES[book.kind])
    return _received(actor, school_id, layout, file, head_of(table, book.notes), len(table.rows), group)


def receive_sheet(actor: Actor, import_id: int, sheet: str) -> Import:
    """Begin an import of another sheet of a file that was received. Raises ``Unreadable`` where there is no list."""
    one, wanted = _locked(actor, import_id)
    book = open_file(content_of(one.file), one.file.name)
    table = table_in(book, wanted.layout, sheet)
    return _received(actor, one.school_id, one.layout, one.file, head_of(table, book.notes), len(table.rows))


def _received(
    actor: Actor, school_id: int, layout: str, file: File, head: dict[str, Any], total: int, group: str = ""
) -> Import:
    return Import.objects.create(
        school_id=school_id,
        layout=layout,
        file=file,
        group=group[:40],
        head=head,
        total=total,
        user_id=actor.user_id,
        assignment_id=actor.role.id if actor.role else None,
        by=actor.name[:80],
        created_at=now(),
        touched_at=now(),
    )


def table_of(one: Import) -> Table:
    """The list of an import, read again from its file."""
    return table_in(open_file(content_of(one.file), one.file.name), target(one.layout).layout, one.head["sheet"])


def order_check(
    actor: Actor, import_id: int, chosen: Mapping[int, str] | None = None, group: str | None = None
) -> Import:
    """Let the file be checked, with the confirmed columns (first column of each group → field), as the list of a class
    (``group``; None leaves it as it was, "" is the whole school).

    Nothing chosen takes what is proposed. Raises ``Invalid`` for a choice that cannot be, ``Conflict`` when written.
    """
    one, wanted = _locked(actor, import_id)
    _refuse_state(one, State.RECEIVED, State.CHECKED, State.STOPPED)
    table = table_from(one.head)
    if chosen is None:
        chosen = {guess.columns[0]: guess.field for guess in proposal_of(one).guesses}
    if wanted.only or group is not None:
        one.group = (wanted.only or group or "")[:40]
    columns = confirm_columns(actor, one.school_id, wanted.layout, table, chosen, one.group)
    one.columns = {code: list(places) for code, places in columns.items()}
    return _begin(one, State.CHECKING)


def decide(actor: Actor, import_id: int, rows: Iterable[int], accepted: bool = True) -> int:
    """Take doubtful rows (places in the sheet, from 0) as they are, or not; how many that were.

    A row that only may be somebody who exists becomes somebody new.
    """
    one, _target = _locked(actor, import_id)
    _refuse_state(one, State.CHECKED)
    doubtful = Staged.objects.filter(school_id=one.school_id, part_of=one, verdict=Verdict.DOUBTFUL, row__in=list(rows))
    return doubtful.update(accepted=accepted)


def order_write(actor: Actor, import_id: int, leave_out: bool = False) -> Import:
    """Let the checked rows be written, all or none. ``leave_out``: without those that are wrong or undecided.

    Raises ``Conflict`` while the file is stopped, or rows are wrong or undecided and may not be left out.
    """
    one, _target = _locked(actor, import_id)
    _refuse_state(one, State.CHECKED)
    if one.stops:
        raise Conflict(
            _("Tệp này chưa nhập được vì có chỗ sai cả tệp."),
            hint=_("Xem các cảnh báo ở đầu bản kiểm tra, sửa tệp rồi gửi lại."),
            code="stopped",
        )
    kept = Staged.objects.filter(school_id=one.school_id, part_of=one)
    out = kept.filter(verdict__in=LEFT_OUT, accepted=False).count()
    if out and not leave_out:
        raise Conflict(
            _("Còn %(n)d dòng sai hoặc chưa quyết định.") % {"n": out},
            hint=_("Sửa tệp và gửi lại, quyết định các dòng nghi ngờ, hoặc chọn nhập mà không có các dòng đó."),
            code="rows_left",
        )
    if not to_write(kept).exists():
        raise Conflict(
            _("Không có gì để nhập: mọi dòng đã giống dữ liệu hiện có."),
            hint=_("Không cần làm gì thêm."),
            code="nothing",
        )
    one.leave_out = leave_out
    return _begin(one, State.WRITING)


def order_undo(actor: Actor, import_id: int) -> Import:
    """Let everything that an import wrote be taken back. Raises ``Conflict`` unless it was written."""
    one, _target = _locked(actor, import_id)
    _refuse_state(one, State.DONE)
    one.undone_by = actor.name[:80]
    return _begin(one, State.UNDOING)


def _begin(one: Import, state: Import.State) -> Import:
    one.state, one.done, one.note, one.touched_at = state, 0, "", now()
    one.save()
    start(one)
    return one


def start(one: Import) -> None:
    """Hand the work to a worker, after this transaction."""
    order("sheets.work", school_id=one.school_id, import_id=one.pk)


def _locked(actor: Actor, import_id: int) -> tuple[Import, Target]:
    one = Import.objects.select_for_update().filter(visible(actor), pk=import_id).first()
    if one is None:
        raise NotFound(_("Không tìm thấy lần nhập này."), hint=_("Mở lại trang lịch sử nhập."))
    wanted = target(one.layout)
    refuse_outsiders(actor, wanted, one.school_id)
    return one, wanted


def _refuse_state(one: Import, *allowed: Import.State) -> None:
    if one.state not in allowed:
        raise Conflict(
            _("Lần nhập này đang ở bước “%(state)s”.") % {"state": one.get_state_display()},
            hint=_("Tải lại trang để xem bước hiện tại."),
            code="wrong_state",
        )
