"""Rows of plain SQL as the models that pages know: the ORM puts its statement together anew each time."""

from typing import Any

from django.db import connection
from django.db.models import Model


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """Columns in the order in which a model takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def columns(alias: str, names: tuple[str, ...]) -> str:
    """The columns of a table for a statement."""
    return ", ".join(f"{alias}.{name}" for name in names)


def made(model: type[Model], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """A row as a model."""
    return model.from_db(connection.alias, names, values)
