"""Which lists were brought in, and what their rows are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import content_of

from ..models import Import, Progress, Staged
from ..policies import visible
from ..ports import families_of, target, targets_of
from ..rules.cells import address
from ..rules.judging import shown_change
from ..rules.layouts import Field
from ..rules.problems import NOTE
from ..rules.tables import Table
from ..rules.values import shown
from .dry_run import commented_file, said
from .staging import problem_of, rows_of


@dataclass(frozen=True)
class Line:
    """One row as a person reads it.

    ``key``: what exists, if anything; ``values``: field → text; ``changes``: field → (old, new); ``problems``: (cell,
    what and how). ``row`` counts from 0, as `decide` takes it; ``number`` is the row in the sheet.
    """

    row: int
    key: int | None
    number: int
    verdict: str
    accepted: bool
    values: dict[str, str]
    changes: dict[str, tuple[str, str]]
    problems: list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """How far the work on an import is: the step in words, rows or parts of it, and the share of all in per cent."""

    words: str
    done: int
    total: int
    share: int


def standing(one: Import) -> Standing:
    """How far a worker says that it is; nothing of what was told before this work was ordered."""
    told = Progress.objects.filter(school_id=one.school_id, part_of=one.pk, told_at__gte=one.touched_at).first()
    if told is None:
        return Standing(_("Chờ máy làm xong việc trước"), 0, 0, 0)
    return Standing(_(told.words), told.done, told.total, told.share)


def imports(actor: Actor, layout: str = "") -> QuerySet[Import]:
    """The history that the actor may read, newest first: who, which file, when, what became of it."""
    found = Import.objects.filter(visible(actor)).select_related("file").order_by("-created_at")
    return found.filter(layout=layout) if layout else found


def import_by_uid(actor: Actor, uid: UUID) -> Import:
    """An import that the actor may read and whose kind of list the actor's role may bring in.

    Raises ``NotFound`` as if others did not exist.
    """
    kinds = Q(layout__in=[one.layout.code for one in targets_of(actor.kind)])
    for family in families_of(actor.kind):
        kinds |= Q(layout__startswith=f"{family}-")
    found = imports(actor).filter(kinds, uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần nhập này."), hint=_("Mở lại trang lịch sử nhập."))
    return found


def lines(one: Import, verdicts: Sequence[str] = (), offset: int = 0, limit: int = 100) -> list[Line]:
    """Some rows of an import in the order of the file, in one query; "note" stands for those with a note."""
    found = Staged.objects.filter(school_id=one.school_id, part_of=one).order_by("row")
    if verdicts:
        noted = Q(problems__contains=[{"level": NOTE}]) if NOTE in verdicts else Q()
        found = found.filter(Q(verdict__in=verdicts) | noted)
    by = target(one.layout).layout.by
    return [_line(by, kept) for kept in found[offset : offset + limit]]


def _line(by: Mapping[str, Field], kept: Staged) -> Line:
    return Line(
        kept.row,
        kept.key,
        kept.row + 1,
        kept.verdict,
        kept.accepted,
        {code: shown(value, by[code]) for code, value in kept.values.items()},
        {code: shown_change(by[code], old, kept.values.get(code)) for code, old in kept.old.items()},
        [(_place(kept.row, found["column"]), said(problem_of(found))) for found in kept.problems],
    )


def _place(row: int, column: int | None) -> str:
    return str(row + 1) if column is None else address(row, column)


def commented(one: Import, table: Table) -> bytes:
    """The file of a checked import with what is wrong in comments."""
    return commented_file(content_of(one.file), table, rows_of(one, target(one.layout)))
