"""The gradebook for machines: books, their cells, saving, results. The same actions as behind the pages."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Header, Path, Query, Router, Schema

from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import class_list

from .api import (
    Edit,
    book_at,
    book_grid,
    book_title,
    in_records,
    is_primary,
    open_book,
    open_class,
    progress,
    save_marks,
    save_primary,
    stage_of,
    term_results,
)

router = Router(tags=["gradebook"])
Cell = int | str | None
Key = Annotated[UUID | None, Header(alias="Idempotency-Key")]
Part = Annotated[int, Path(ge=1, le=4)]
Period = Annotated[int | None, Query(ge=1, le=4)]


class Refused(Schema):
    """Why not, in Vietnamese: ``message`` what is wrong, ``hint`` what to do, ``code`` for machines."""

    message: str
    hint: str = ""
    code: str = ""


REFUSALS = {401: Refused, 403: Refused, 404: Refused, 409: Refused, 422: Refused, 423: Refused}


class BookOut(Schema):
    """A book of marks and how far it is."""

    uid: UUID
    class_uid: UUID
    class_name: str
    grade: int
    code: str = Field(description="Subject of the curriculum, e.g. TOAN")
    name: str
    teacher: str
    pupils: int
    expected: int = Field(description="Cells that must be filled")
    filled: int


class ChoiceOut(Schema):
    """One of the values that a cell of a choice may hold, and how it is read."""

    value: str
    label: str


class ColumnOut(Schema):
    """A column: what its cells may hold. Scores travel as tenths (85 = 8,5); ``closed`` says why nobody may edit it."""

    key: str
    label: str
    title: str
    kind: str
    editable: bool
    required: bool = False
    options: list[ChoiceOut] = []
    closed: str = ""


class RowOut(Schema):
    """A pupil with the cells by column; ``computed`` is what the rules make of them, ``closed`` why cells are shut."""

    id: UUID
    name: str
    code: str
    cells: dict[str, Cell]
    computed: dict[str, str] = {}
    readonly: bool = False
    closed: dict[str, str] = {}


class SheetOut(Schema):
    """A book in a term, or in a period of a primary class."""

    book: str
    part: int
    locked: dict[str, str] | None
    columns: list[ColumnOut]
    rows: list[RowOut]


class EditIn(Schema):
    """One cell: ``row`` is the pupil's uid, ``base`` the value that was there when it was read.

    An edit that carries an ``id`` counts once, in whatever request it comes again within a month.
    """

    row: UUID
    column: str = Field(max_length=40)
    value: Cell
    base: Cell = None
    id: UUID | None = None


class SaveIn(Schema):
    """Cells to save, and why saved ones are changed."""

    edits: list[EditIn] = Field(max_length=4000)
    reason: str = Field("", max_length=500)


class SaveOut(Schema):
    """What became of each cell. A conflict carries what somebody else saved meanwhile, which stays."""

    saved: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    rows: list[dict[str, Any]]


class ResultOut(Schema):
    """Codes of a pupil's results in a term (3 = year), "" while something is missing."""

    pupil: UUID
    term: int
    rule_set: str
    academic_raw: str
    academic: str
    adjusted_by: str
    conduct: str
    award: str
    outcome: str


@router.get("/books", response={200: list[BookOut], **REFUSALS}, summary="My books")
def books(request: HttpRequest, period: Period = None) -> list[Any]:
    """The books that the teacher writes this year, counted at a period (1 … 4; terms end at 2 and 4)."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "teacher":
        return []
    stage = stage_of(actor.unit_id, localdate(), period)
    return progress(actor.unit_id, stage.year, stage.term, stage.period, teacher_id=actor.person_id or 0)


@router.get("/books/{uuid:uid}/{part}", response={200: SheetOut, **REFUSALS}, summary="A book")
def book(request: HttpRequest, uid: UUID, part: Part) -> dict[str, Any]:
    """A book in a term (1, 2, 3 = year), or in a period (1 … 4) of a primary class."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_book(actor, uid, part)
    grid = book_grid(actor, opened)
    log_access(actor, opened.thing.school_id, grid.pop("students"), f"API: {in_records(book_title, opened)}")
    return grid | {"part": part}


@router.post("/books/{uuid:uid}/{part}/marks", response={200: SaveOut, **REFUSALS}, summary="Save cells")
def save(
    request: HttpRequest,
    uid: UUID,
    part: Part,
    body: SaveIn,
    idempotency_key: Key = None,
) -> dict[str, Any]:
    """Save cells of a book. Sent again with the same ``Idempotency-Key`` it gives the first answer."""
    actor = request.actor  # type: ignore[attr-defined]
    one = book_at(actor, uid, part)
    edits = [Edit(str(edit.row), edit.column, edit.value, edit.base, str(edit.id or "")) for edit in body.edits]
    action = save_primary if is_primary(one.school_class) else save_marks
    device = request.headers.get("User-Agent", "API")[:120]
    return action(actor, one, part, edits, reason=body.reason, device=device, key=idempotency_key)


@router.get("/classes/{uuid:uid}/results/{term}", response={200: list[ResultOut], **REFUSALS}, summary="Results")
def results(request: HttpRequest, uid: UUID, term: Part) -> list[dict[str, Any]]:
    """Results of a class in a term (3 = year) for its homeroom teacher, leaders and authorities."""
    actor = request.actor  # type: ignore[attr-defined]
    one = open_class(actor, uid).thing
    found = term_results(one.school_id, [one.pk], term)
    uids = {pupil.id: pupil.uid for pupil in class_list(one)}
    log_access(actor, one.school_id, [row.student_id for row in found], "API: kết quả lớp")
    return [{**vars(row), "pupil": uids[row.student_id]} for row in found if row.student_id in uids]
