"""What a worker does for an import: check, write, take back. Each can be repeated; each is one transaction."""

from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, DomainError, NotFound
from khuevan.registry.accounts.api import Actor, actor_for
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.isolation.api import Scope, acting

from ..events import ListWritten
from ..models import Import
from ..policies import refuse_outsiders
from ..ports import Target, target
from ..queries.dry_run import compare
from ..queries.staging import incoming, mark_written, problem_json, rows_of, stage, written_rows
from ..rules.judging import wanted
from ..rules.problems import NOTE
from ..rules.rows import Rows, Verdict, read_rows, title_groups
from . import telling
from .imports import start, table_of
from .telling import counted, step

State = Import.State
PATIENCE = timedelta(minutes=5)
BOOK = "sheets"
_WORK = (State.CHECKING, State.WRITING, State.UNDOING)
_BACK = {State.CHECKING: State.STOPPED, State.WRITING: State.CHECKED, State.UNDOING: State.DONE}
"""Where an import stands again when its work is refused: nothing was half done."""
_MOST_NAMED = 3


def run(school_id: int, import_id: int) -> None:
    """Do what the import's state asks for; nothing where it asks for nothing, or another worker is at it.

    A refusal is kept in ``note``, and so is a mistake of ours, which is raised. When the database is lost the import
    stays as it is, to be taken up again.
    """
    scope = Scope("staff", frozenset({school_id}))
    try:
        with acting(scope):
            one = Import.objects.select_for_update(skip_locked=True).filter(pk=import_id, state__in=_WORK).first()
            if one is not None:
                telling.plan(State(one.state))
                _STEPS[State(one.state)](one, target(one.layout), orderer(one))
    except Exception as error:
        if _may_pass(error):
            raise
        known = isinstance(error, DomainError)
        note = str(error) if known else _("Máy chủ gặp lỗi. Chưa có gì thay đổi; hãy báo người quản trị.")
        with acting(scope):
            _put_back(import_id, note)
        if not known:
            raise


def _may_pass(error: Exception) -> bool:
    """Whether the database was lost, or refused for now: the same work may go well later."""
    if isinstance(error, InterfaceError):
        return True
    own = connection.connection
    return isinstance(error, OperationalError) and (
        own is None or own.closed or getattr(error.__cause__, "sqlstate", None) is not None
    )


def _put_back(import_id: int, note: str) -> None:
    one = Import.objects.select_for_update().get(pk=import_id)
    if one.state in _WORK:
        one.state, one.note, one.touched_at = _BACK[State(one.state)], note[:400], now()
        one.save()


def orderer(one: Import) -> Actor:
    """Whoever brought the file, in the role in which it was brought, if they still hold it."""
    actor = actor_for(one.user, one.assignment_id, today())
    if actor.role is None or actor.role.id != one.assignment_id:
        raise NotFound(_("Người nhập không còn giữ vai trò này."), hint=_("Người đang giữ vai trò hãy nhập lại tệp."))
    refuse_outsiders(actor, target(one.layout), one.school_id)
    return actor


def _check(one: Import, goal: Target, _actor: Actor) -> None:
    step(telling.READ)
    table = table_of(one)
    step(telling.COLUMNS)
    rows = read_rows(table, goal.layout, one.columns, one.group)
    step(telling.COMPARE)
    compare(goal, one.school_id, rows, one.group, title_groups(table))
    step(telling.STAGE)
    stage(one, rows, lambda given: counted(given, len(rows)))
    one.counts = {verdict.value: count for verdict, count in rows.counts().items()} | {NOTE: rows.noted()}
    one.stops = [problem_json(stop) for stop in rows.stops]
    one.total = one.done = len(rows)
    _finish(one, State.CHECKED)


def _write(one: Import, goal: Target, actor: Actor) -> None:
    step(telling.FETCH)
    rows = rows_of(one, goal, writing=True)
    step(telling.AGAIN)
    _refuse_stale(one, goal, rows)
    step(telling.WRITE)
    written = goal.write(one.school_id, one.pk, incoming(rows))
    step(telling.MARK)
    one.done = mark_written(one, counted(written, len(rows)))
    if one.done != len(rows):
        raise RuntimeError(f"target {one.layout!r} wrote {one.done} of {len(rows)} rows")
    _record(one, actor, "import", {"rows": one.done, "file": one.file.sha256, "counts": one.counts})
    one.finished_at = now()
    _finish(one, State.DONE)
    announce(one.school_id, ListWritten(one.school_id, one.layout, undone=False))


def _refuse_stale(one: Import, goal: Target, rows: Rows) -> None:
    """What exists may have changed since the check; then the check said something else than would be done."""
    fresh = Rows(rows.layout, rows.sheet, rows.numbers, rows.columns, rows.values, groups=rows.groups)
    compare(goal, one.school_id, fresh, one.group)
    checked = zip(rows.verdicts, fresh.verdicts, strict=True)
    same = all(new == old or old == Verdict.DOUBTFUL for old, new in checked)
    if not same or fresh.keys != rows.keys or fresh.old != rows.old:
        raise Conflict(_("Dữ liệu đã thay đổi từ lúc kiểm tra."), hint=_("Kiểm tra lại tệp, rồi nhập."), code="stale")


def _take_back(one: Import, goal: Target, actor: Actor) -> None:
    step(telling.DEPENDENTS)
    made = frozenset(row.key for row in written_rows(one) if row.made and row.key is not None)
    reasons = goal.dependents(one.school_id, one.pk, made) or _changed_since(one, goal)
    if reasons:
        raise Conflict(
            _("Không hoàn tác được: %(why)s") % {"why": " ".join(reasons[:_MOST_NAMED])},
            hint=_("Gỡ những thứ đó trước, hoặc sửa từng dòng."),
            code="depended_on",
        )
    step(telling.BACK)
    goal.take_back(one.school_id, one.pk, written_rows(one))
    _record(one, actor, "undo", {"rows": one.done, "by": one.undone_by})
    one.undone_at = now()
    _finish(one, State.UNDONE)
    announce(one.school_id, ListWritten(one.school_id, one.layout, undone=True))


def _changed_since(one: Import, goal: Target) -> list[str]:
    """Sentences about what somebody has changed after the import."""
    step(telling.SINCE)
    kept = {row.key: row for row in written_rows(one)}
    numbers = [row.row for row in kept.values()]
    columns = {code: [row.values.get(code) for row in kept.values()] for code in goal.layout.by}
    sought = wanted(Rows(goal.layout, "", numbers, {}, columns))
    now_there = {found.key: found for found in goal.find(one.school_id, sought)}
    reasons = []
    for key, row in kept.items():
        found = now_there.get(key or 0)
        ours = row.values if row.made else {code: row.values[code] for code in row.old}
        ours = {code: value for code, value in ours.items() if not goal.layout.by[code].points}
        if found is None:
            reasons.append(_("Dòng %(row)s đã bị xoá hoặc đổi tên.") % {"row": row.row + 1})
        elif any(code in found.values and found.values[code] != value for code, value in ours.items()):
            reasons.append(_("%(label)s đã được sửa sau khi nhập.") % {"label": found.label})
        if len(reasons) == _MOST_NAMED:
            break
    return reasons


def _record(one: Import, actor: Actor, verb: str, what: dict[str, object]) -> None:
    record(actor, one.school_id, BOOK, verb, [Change(f"{one.layout} {one.uid}", None, what)])


def _finish(one: Import, state: Import.State) -> None:
    one.state, one.touched_at = state, now()
    one.save()


_STEPS = {State.CHECKING: _check, State.WRITING: _write, State.UNDOING: _take_back}


def stalled(at: datetime) -> list[tuple[int, int]]:
    """School and id of imports whose work has stood still for a while."""
    still = Import.objects.filter(state__in=_WORK, touched_at__lt=at - PATIENCE)
    return list(still.values_list("school_id", "pk"))


def resume(school_id: int, import_id: int) -> None:
    """Hand an import that stands still to a worker again, unless one is at it."""
    with acting(Scope("staff", frozenset({school_id}))):
        one = Import.objects.select_for_update(skip_locked=True).filter(pk=import_id, state__in=_WORK).first()
        if one is not None:
            one.touched_at = now()
            one.save(update_fields=["touched_at"])
            start(one)
