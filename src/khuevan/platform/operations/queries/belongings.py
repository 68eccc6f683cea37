"""Which rows are one school's: its own tables, and whatever those point to, found from the models alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models

from khuevan.registry.isolation.api import SchoolModel

Model = type[models.Model]
OF_LIBRARIES = {"mfa.Authenticator": "user"}  # who logs in there must need the same second step


@dataclass
class Belongings:
    """``own``: tables of which every row of the school goes along. ``shared``: keys of rows in other tables."""

    school_id: int
    own: list[Model]
    shared: dict[Model, set[Any]] = field(default_factory=lambda: defaultdict(set))


def belongings(school_id: int) -> Belongings:
    """Follow all foreign keys from the school's rows, and take along what a model says ``travels_with`` them."""
    found = Belongings(school_id, own_models())
    fresh: dict[Model, set[Any]] = defaultdict(set)
    for model in found.own:
        for target, keys in _targets(model, "school_id = %s", [school_id]):
            fresh[target] |= keys
    while fresh:
        later: dict[Model, set[Any]] = defaultdict(set)
        for model, keys in fresh.items():
            new = keys - found.shared[model]
            found.shared[model] |= new
            for target, more in _next(model, new, school_id):
                later[target] |= more - found.shared[target]
        fresh = {model: keys for model, keys in later.items() if keys}
    return found


def own_models() -> list[Model]:
    """Every table of a school, but what the database itself counts from the others."""
    return [model for model in apps.get_models() if issubclass(model, SchoolModel) and _travels(model)]


def _travels(model: Model) -> bool:
    return model._meta.managed and not getattr(model, "counted_by_database", False)


def columns(model: Model) -> list[str]:
    """The columns that travel, in the models' order; the database makes the others."""
    return [one.column for one in model._meta.local_concrete_fields if not getattr(one, "generated", False)]


def _next(model: Model, keys: set[Any], school_id: int) -> Iterator[tuple[Model, set[Any]]]:
    if not keys:
        return
    yield from _targets(model, f'"{model._meta.pk.column}" = any(%s)', [list(keys)])
    for follower, link, place in _followers(model):
        condition, values = f'"{link}" = any(%s)', [list(keys)]
        if place:  # a right somewhere else does not come along
            condition, values = f'{condition} AND ("{place}" = %s OR "{place}" IS NULL)', [*values, school_id]
        yield follower, _column(follower, follower._meta.pk.column, condition, values)


def _targets(model: Model, condition: str, values: list[Any]) -> Iterator[tuple[Model, set[Any]]]:
    for one in model._meta.local_fields:
        target = one.related_model if one.is_relation else None
        if isinstance(target, type) and not issubclass(target, SchoolModel):
            yield target, _column(model, one.column, f'"{one.column}" IS NOT NULL AND {condition}', values)


def _followers(model: Model) -> Iterator[tuple[Model, str, str]]:
    """Tables whose rows go along with a row of ``model``: the link's column, and that of the unit they hold at."""
    for other in apps.get_models():
        name = OF_LIBRARIES.get(other._meta.label) or getattr(other, "travels_with", "")
        if name and other._meta.get_field(name).related_model is model:
            place = getattr(other, "travels_at", "")
            yield other, other._meta.get_field(name).column, other._meta.get_field(place).column if place else ""


def _column(model: Model, column: str, condition: str, values: list[Any]) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "{column}" FROM "{model._meta.db_table}" WHERE {condition}', values)  # noqa: S608
        return {row[0] for row in cursor.fetchall()}
