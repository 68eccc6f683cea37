"""Which column is which field: by its name, then by what is in it. A proposal, for a person to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from khuevan.kernel.text import fold

from .cells import Cell, is_blank, text_of
from .labels import last_level, plain_name
from .layouts import Field, Kind, Layout
from .problems import BadValue
from .tables import Table
from .values import reader

REMEMBERED, BY_NAME, BY_CONTENT = "remembered", "name", "content"
SURE = 90
"""From this confidence on nobody needs to look twice."""
_LEAST, _SAMPLES = 45, 40
_FAMILY_NAMES = {"ho", "ho dem", "ho lot", "ho va dem", "ho va dem lot", "ho va ten dem", "ho ten dem", "ho va ten lot"}
_GIVEN_NAMES = {"ten", "ten hoc sinh"}
_OTHER_PEOPLE = {
    "cha", "bo", "me", "ong", "ba", "vo", "chong", "phu", "huynh", "giam", "gvcn", "nhiem", "nguoi", "khac", "cu",
}  # fmt: skip
_DATE_PARTS = ("ngay", "thang", "nam")
_TELLING = {Kind.PARTIAL_DATE, Kind.DATE, Kind.SEX, Kind.NAME, Kind.CHOICE}


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column, or several that belong together, seem to be. ``field`` is "" where nothing fits.

    ``confidence`` 0 to 100; ``why`` is `REMEMBERED`, `BY_NAME` or `BY_CONTENT`; ``samples``: its first entries.
    """

    columns: tuple[int, ...]
    header: str
    field: str = ""
    confidence: int = 0
    why: str = ""
    samples: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(slots=True)
class Proposal:
    """All columns in their order, and which required fields no column fills."""

    guesses: list[Guess]
    missing: list[str] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Field → its columns."""
        return {guess.field: guess.columns for guess in self.guesses if guess.field}

    @property
    def is_sure(self) -> bool:
        """Whether a person only has to nod."""
        return not self.missing and all(guess.confidence >= SURE for guess in self.guesses if guess.field)


def signature(table: Table) -> str:
    """The same for every file of one source: its column names, folded."""
    return "|".join(fold(header) for header in table.headers)


def propose(table: Table, layout: Layout, remembered: Mapping[str, str] | None = None) -> Proposal:
    """Match the columns of a table. ``remembered``: folded header → field (or "") as confirmed for this source."""
    numbered = _numbered(table, layout)
    groups = _groups(table, numbered)
    memory = remembered or {}
    headers = {group: numbered.get(group[0]) or _header(table, group) for group in groups}
    taken: dict[tuple[int, ...], tuple[str, int, str]] = {}
    for group in groups:
        known = memory.get(fold(headers[group]), None)
        if (
            known is not None
            and (known == "" or known in layout.by)
            and known not in {one[0] for one in taken.values()}
        ):
            taken[group] = (known, 100, REMEMBERED)
    ranked = sorted(
        (
            (-score, _rank(headers[group], one), group, one.code, why)
            for group in groups
            if group not in taken
            for one in layout.outer
            for score, why in [_score(headers[group], _sample(table, group, one), one)]
            if score >= _LEAST
        ),
    )
    for score, _place, group, code, why in ranked:
        if group not in taken and code not in {one[0] for one in taken.values()}:
            taken[group] = (code, -score, why)
    guesses = [
        Guess(
            group,
            headers[group],
            *taken.get(group, ("", 0, "")),
            samples=_seen(table, group),
            hidden=all(column in table.hidden for column in group),
        )
        for group in groups
    ]
    given = {code for code, _score_, _why in taken.values()}
    given |= {layout.section} if table.sections else set()
    return Proposal(guesses, [one.code for one in layout.fields if one.required and one.code not in given])


def cells_of(table: Table, columns: Sequence[int], about: Field) -> list[Cell]:
    """The cells of a field: one column, or several put together (family and given name; day, month, year)."""
    if len(columns) == 1:
        return table.column(columns[0])
    joint = "/" if about.kind in (Kind.DATE, Kind.PARTIAL_DATE) else " "
    return [_together([row[column] for column in columns], joint) for row in table.rows]


def _together(cells: list[Cell], joint: str) -> Cell:
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return ""
    if joint == "/":
        day, month, year = ["00"] * (3 - len(cells)) + [text_of(cell) or "00" for cell in cells[-3:]]
        return f"{day}/{month}/{year}"
    return joint.join(map(text_of, filled))


def _numbered(table: Table, layout: Layout) -> dict[int, str]:
    """Columns under one label of which each has a number: "ĐĐGtx" over four columns is ĐĐGtx 1 to ĐĐGtx 4."""
    found: dict[int, str] = {}
    for column, label in enumerate(table.headers):
        if plain_name(last_level(label)) in layout.numbered and column not in found:
            place = column
            while place < table.width and _belongs(table, place, column):
                found[place] = f"{label} {place - column + 1}"
                place += 1
    return found


def _belongs(table: Table, place: int, first: int) -> bool:
    """Whether a column stands under the label of ``first``: merged with it, or without a name of its own."""
    label = table.headers[place]
    return place == first or label == table.headers[first] or (not label and _filled(table, place))


def _groups(table: Table, numbered: Mapping[int, str]) -> list[tuple[int, ...]]:
    """Columns that are read together: under one merged label, family beside given name, day, month and year."""
    groups: list[tuple[int, ...]] = []
    column = 0
    while column < table.width:
        size = 1 if column in numbered else max(_names_together(table, column), _dates_together(table, column))
        group = tuple(range(column, column + size))
        if any(table.headers[one] or _filled(table, one) for one in group):
            groups.append(group)
        column += size
    return groups


def _filled(table: Table, column: int) -> bool:
    return any(not is_blank(row[column]) for row in table.rows)


def _names_together(table: Table, column: int) -> int:
    size = 1
    while column + size in table.joined:
        size += 1
    if size > 1 or column + 1 >= table.width:
        return size
    here, beside = (plain_name(last_level(table.headers[one])) for one in (column, column + 1))
    return 2 if here in _FAMILY_NAMES and beside in _GIVEN_NAMES else 1


def _dates_together(table: Table, column: int) -> int:
    if column + 3 > table.width:
        return 1
    parts = [table.headers[one].rpartition(" > ") for one in range(column, column + 3)]
    same = len({parent for parent, _mark, _name in parts}) == 1 and parts[0][0]
    return (
        3 if same and all(plain_name(part[2]) in names for part, names in zip(parts, _DATE_PARTS, strict=True)) else 1
    )


def _header(table: Table, group: tuple[int, ...]) -> str:
    labels = [table.headers[column] for column in group]
    if len(group) == 1 or len(set(labels)) == 1:
        return labels[0]
    parents = {label.rpartition(" > ")[0] for label in labels}
    return parents.pop() if len(parents) == 1 and "" not in parents else "Họ và tên"


def _score(header: str, sample: list[Cell], about: Field) -> tuple[int, str]:
    """How well a column suits a field, and what says so."""
    fits = _fits(sample, about)
    named = _name_score(header, about)
    if named:
        worth = named if fits is None else round(named * (0.55 + 0.45 * fits))
        return worth, BY_NAME
    if fits is not None and fits >= 0.9 and not header and (about.kind in _TELLING or about.digits):
        return round(60 * fits), BY_CONTENT
    if fits is not None and fits >= 0.95 and about.digits >= 9:
        return 55, BY_CONTENT
    return 0, ""


def _name_score(header: str, about: Field) -> int:
    whole, last = plain_name(header), plain_name(last_level(header))
    if whole in about.names or last in about.names:
        return 100 if fold(header) == whole else 96
    words = set(last.split())
    best = 0
    for name in about.names:
        wanted = set(name.split())
        if words & _OTHER_PEOPLE - wanted:
            continue
        if len(wanted) > 1 and wanted <= words:
            best = max(best, round(88 * len(wanted) / len(words)))
        elif len(words) > 1 and words <= wanted:
            best = max(best, round(80 * len(words) / len(wanted)))
    return best


def _rank(header: str, about: Field) -> int:
    """How early the field says this name; names that only resemble come last."""
    whole, last = plain_name(header), plain_name(last_level(header))
    return min(about.ranks.get(name, len(about.ranks)) for name in (whole, last))


def _sample(table: Table, group: tuple[int, ...], about: Field) -> list[Cell]:
    """Some filled cells from all over the column."""
    step = max(1, len(table.rows) // (_SAMPLES * 4))
    some = [row for row in table.rows[::step] if any(not is_blank(row[column]) for column in group)][:_SAMPLES]
    part = Table(table.sheet, table.headers, (), some, [])
    return cells_of(part, group, about)


def _fits(sample: list[Cell], about: Field) -> float | None:
    """Which part of the cells can be read as the field; nothing where there are no cells."""
    if not sample:
        return None
    read, good = reader(replace(about, loose=False)), 0
    for cell in sample:
        try:
            read(cell)
        except BadValue:
            continue
        good += 1
    return good / len(sample)


def _seen(table: Table, group: tuple[int, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for row in table.rows[:200]:
        said = " ".join(text_of(row[column]) for column in group if not is_blank(row[column]))
        if said and said not in found:
            found.append(said)
        if len(found) == 3:
            break
    return tuple(found)
