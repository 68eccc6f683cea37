"""A list of schools becomes units: each school once, none twice, however often the list comes."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from khuevan.kernel.errors import Invalid

from ..events import UnitsTakenIn
from ..models import Area, Edge, Seat, Unit
from ..ports import Actor, Line
from ..queries.addresses import convert_all
from ..rules.school_lists import LONGEST_CODE, Listed, Reading
from ..rules.structure import LAST_DAY_OF_DISTRICTS, LONG_AGO, Decree
from .old_offices import old_department, old_offices
from .writing import Writing, check_decree, label

BATCH = 1000


@dataclass(frozen=True)
class TakenIn:
    """How many schools are new, how many were there; of the new ones, how many lack a code or a known commune."""

    new: int
    known: int
    temporary: int
    without_commune: int


def take_in(actor: Actor, decree: Decree, province: str, reading: Reading) -> TakenIn:
    """Every school of a list of an old province, as it was on the decree's day; doubtful ones too, none twice.

    A school without a usable code of its own gets a temporary one, ``TAM-<province>-<line>``. Raises ``Invalid`` for a
    day after 30/6/2025, ``NotFound`` for a province that there is not or that is not the actor's.
    """
    check_decree(decree)
    if decree.on > LAST_DAY_OF_DISTRICTS:
        raise Invalid(
            "Danh sách theo Phòng và Sở cũ phải có ngày không sau 30/6/2025.",
            hint="Ghi ngày mà danh sách được lập.",
            code="day",
        )
    department, _ = old_department(province)
    writing = Writing(actor, "import", decree, [department.pk])
    offices = old_offices(department, province, {school.office for school in reading.schools})
    taken = {code.casefold() for code in Unit.objects.values_list("code", flat=True)}
    codes = dict(_codes(province, reading))
    new = [school for school in reading.schools if codes[school.line].casefold() not in taken]
    units = [_unit(school, codes[school.line], decree) for school in new]
    Unit.objects.bulk_create(units, BATCH)
    pairs = list(zip(units, new, strict=True))
    Edge.objects.bulk_create([_edge(unit, offices[school.office], decree) for unit, school in pairs], BATCH)
    seats = list(_seats(pairs, province, decree))
    Seat.objects.bulk_create(seats, BATCH)
    event = writing.finish("found", [(None, unit, True) for unit in units])
    temporary = sum(unit.code.startswith("TAM-") for unit in units)
    done = TakenIn(len(new), len(reading.schools) - len(new), temporary, len(new) - len(seats))
    writing.tell(UnitsTakenIn(event.pk, len(units)), [Line(label(department), None, asdict(done))])
    return done


def _codes(province: str, reading: Reading) -> Iterator[tuple[int, str]]:
    """The code of each school by its line: its own, or a temporary one where it has none to itself."""
    conflicts = {row.line for row in reading.rows if {"code_conflict", "code_damaged"} & set(row.findings)}
    for school in reading.schools:
        usable = school.code and len(school.code) <= LONGEST_CODE and school.line not in conflicts
        yield school.line, school.code if usable else f"TAM-{province}-{school.line}"


def _unit(school: Listed, code: str, decree: Decree) -> Unit:
    levels = sorted(school.levels)
    known = school.founded if school.founded and school.founded <= decree.on else None
    return Unit(
        code=code,
        kind=Unit.Kind.SCHOOL,
        name=school.name[:160] or code,
        level=levels[0] if levels else "",
        more_levels=levels[1:],
        address=school.address[:200],
        opened_on=known,
        closed_on=None if school.running else decree.on,
    )


def _edge(unit: Unit, office: Unit, decree: Decree) -> Edge:
    return Edge(child=unit, parent=office, valid_from=_since(unit), valid_to=unit.closed_on)


def _since(unit: Unit) -> date:
    """From when on its place in the tree is kept."""
    return max(unit.opened_on or LONG_AGO, LONG_AGO)


def _seats(pairs: list[tuple[Unit, Listed]], province: str, decree: Decree) -> Iterator[Seat]:
    """In the old commune whose code the list gives, else in the one that the address names beyond doubt."""
    of_province = Area.objects.filter(level="commune", parent__parent__code=province, valid_to=LAST_DAY_OF_DISTRICTS)
    communes = dict(of_province.values_list("code", "pk"))
    name = Area.objects.get(level="province", code=province, valid_to=LAST_DAY_OF_DISTRICTS).full_name
    for unit, school in pairs:
        area = communes.get(school.commune) or _commune_in(f"{school.address}, {name}" if school.address else "")
        if area:
            yield Seat(unit=unit, area_id=area, valid_from=_since(unit), valid_to=unit.closed_on)


def _commune_in(address: str) -> int | None:
    """The one old commune that an address names with its type and its district; it may have been divided since."""
    (said,) = convert_all([address])
    named = {one.old for one in said.candidates}
    commune = named.pop() if len(named) == 1 and set(said.doubts) <= {"split"} else None
    return commune.id if commune and commune.level == "commune" else None
