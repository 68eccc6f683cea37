"""Who answers for the pupils as a list knows it: one row a pupil and relation."""

from collections.abc import Iterable

from khuevan.platform.sheets.api import Record, Rows, Value, Wanted, refuse_twice
from khuevan.registry.isolation.api import among
from khuevan.registry.people.api import Guardianship

from ..adapters.guardian_layout import RELATIONS, SAME
from .named_pupils import named_pupils
from .pupil_records import seated_records

_PUPIL = ("code", "name", "birth", "class")


def check_guardians(school_id: int, rows: Rows) -> None:
    """Whose parents they are. One mother, one father, one guardian a pupil."""
    rows.values["relation"] = [SAME.get(str(value), value) for value in rows.of("relation")]
    found = named_pupils(school_id, rows)
    pairs = list(zip(found, rows.of("relation"), strict=True))
    rows.values["tie"] = [f"{one.key} {relation}" if one and relation else None for one, relation in pairs]
    said = [f"{RELATIONS.get(str(relation), '')}: {one.label}" if one and relation else None for one, relation in pairs]
    refuse_twice(rows, "relation", said)


def guardians_wanted(wanted: Wanted) -> Iterable[Record]:
    """Who answers now for the pupils of these ties."""
    asked = {int(tie.partition(" ")[0]) for tie in wanted.codes}
    return _records({one: {} for one in asked}, wanted.codes)


def guardians_now(school_id: int, group: str = "") -> Iterable[Record]:
    """Who answers for the pupils of a class, or of any, in the order of their lists."""
    pupils = {one.key: {code: one.values.get(code) for code in _PUPIL} for one in seated_records(school_id, group)}
    places = {key: place for place, key in enumerate(pupils)}
    order = list(RELATIONS)
    found = list(_records(pupils))
    ties = [str(one.values["tie"]).partition(" ") for one in found]
    rank = {one.key: (places[int(tie[0])], order.index(tie[2])) for one, tie in zip(found, ties, strict=True)}
    return sorted(found, key=lambda one: rank[one.key])


def _records(pupils: dict[int, dict[str, Value]], only: frozenset[str] | None = None) -> Iterable[Record]:
    ties = Guardianship.objects.filter(valid_to=None, student_id__in=among(pupils)).select_related(
        "guardian", "student"
    )
    for one in ties.order_by("pk"):
        tie = f"{one.student_id} {one.relation}"
        if only is not None and tie not in only:
            continue
        person = one.guardian
        values = {"tie": tie, "relation": one.relation, "guardian": person.full_name, "phone": person.phone or None}
        label = f"{RELATIONS[one.relation]} của {one.student.full_name}"
        yield Record(one.pk, {**pupils[one.student_id], **values}, label)
