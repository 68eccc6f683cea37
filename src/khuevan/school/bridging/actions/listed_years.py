"""Years on paper from a spreadsheet: written as entered, in a few statements; taken back while none is certified."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.platform.approvals.api import advance, open_cases
from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Value, Wanted, Written, orderer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..adapters.list_layout import LAYOUT
from ..models import PaperYear
from ..policies import PAPER_YEAR
from ..queries.listed_years import check_years, results_with, years_now, years_wanted
from ..rules.reading import Results, results_of
from .entering import BOOK, rules_of

COPIED = ("grade", "class_name", "school_name", "book_no")
FIELDS = (*COPIED, "rules", "results", "entered_by", "entered_at")


class PaperYears:
    """Fulfils the port `platform.sheets.Target`; keys are rows of `PaperYear`."""

    layout, kinds, only = LAYOUT, frozenset({"leader", "clerk"}), ""

    @property
    def home(self) -> str:
        """The list of years on paper."""
        return reverse("bridging:index")

    def may(self, _actor: Actor) -> bool:
        """Whoever holds such a role."""
        return True

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """Whose years they are."""
        return set(_years(school_id, keys).values_list("student_id", flat=True))

    def groups(self, school_id: int) -> list[str]:
        """None: the classes are those of the paper."""
        return []

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """All years that were copied."""
        return years_now(school_id)

    def check(self, school_id: int, rows: Rows) -> None:
        """Whose year each row is, and whether it can be."""
        check_years(school_id, rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """What is there already."""
        return years_wanted(school_id, wanted)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows as entered, or an error; each is an entry of the ledger."""
        given = list(rows)
        actor = orderer(Import.objects.get(school_id=school_id, pk=import_id))
        held = {one.pk: one for one in _years(school_id, [row.key for row in given if row.key])}
        fresh = [row for row in given if row.key is None]
        cases = open_cases(actor, PAPER_YEAR, school_id, [_whose(row)[0] for row in fresh])
        made = [
            _filled(
                PaperYear(school_id=school_id, student_id=_whose(row)[0], year=_whose(row)[1], case=case), row, actor
            )
            for row, case in zip(fresh, cases, strict=True)
        ]
        keys = {id(row): one.pk for row, one in zip(fresh, PaperYear.objects.bulk_create(made), strict=True)}
        changed = [_filled(held[row.key], row, actor) for row in given if row.key]
        PaperYear.objects.bulk_update(changed, FIELDS, batch_size=500)
        changes = [Change(_subject(row), row.old or None, _new(row), _whose(row)[0]) for row in given]
        record(actor, school_id, BOOK, "import", changes)
        return [Written(row.row, row.key or keys[id(row)]) for row in given]

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Certificates."""
        signed = _years(school_id, keys).filter(case__state="certified").count()
        return [_("%(n)d năm học đã được lãnh đạo ký chứng nhận.") % {"n": signed}] if signed else []

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """What was made is withdrawn, with the reason; what was changed reads as before."""
        given = list(rows)
        actor = orderer(Import.objects.get(school_id=school_id, pk=import_id))
        held = {one.pk: one for one in _years(school_id, [row.key for row in given if row.key])}
        made = [held[row.key] for row in given if row.made and row.key]
        if made:
            advance(actor, PAPER_YEAR, [one.case_id for one in made], "drop", reason=_("Hoàn tác lần nhập danh sách"))
            PaperYear.objects.filter(pk__in=[one.pk for one in made]).update(withdrawn_at=now())
        changed = [_restored(held[row.key], row.old) for row in given if row.key and not row.made]
        PaperYear.objects.bulk_update(changed, FIELDS, batch_size=500)
        changes = [Change(_subject(row), _new(row), None if row.made else row.old, _whose(row)[0]) for row in given]
        record(actor, school_id, BOOK, "undo", changes)


def _years(school_id: int, keys: Collection[int]) -> Any:
    return PaperYear.objects.filter(school_id=school_id, pk__in=list(keys))


def _whose(row: Incoming) -> tuple[int, int]:
    """Pupil and first calendar year."""
    student, year = str(row.values["who"]).split()
    return int(student), int(year)


def _subject(row: Incoming) -> str:
    return f"Học bạ giấy {row.values.get('book_no') or ''} · {_whose(row)[1]}"


def _new(row: Incoming) -> dict[str, Value]:
    """What a row fills in: all of something new, of others what changes."""
    return row.values if row.key is None or row.made else {code: row.values.get(code) for code in row.old}


def _filled(one: PaperYear, row: Incoming, actor: Actor) -> PaperYear:
    old = results_of(one.results) if one.results else None
    _put(one, row.values, results_with(row.values, old))
    one.entered_by, one.entered_at = actor.name[:80], now()
    return one


def _restored(one: PaperYear, old: Mapping[str, Value]) -> PaperYear:
    """The values of before; those that were nothing become nothing again."""
    _put(one, old, results_with(old, results_of(one.results), blanks=True))
    return one


def _put(one: PaperYear, values: Mapping[str, Value], results: Results) -> None:
    for name in COPIED:
        if values.get(name) is not None:
            setattr(one, name, values[name])
    one.results, one.rules = results.as_json(), rules_of(one.grade, one.year)
