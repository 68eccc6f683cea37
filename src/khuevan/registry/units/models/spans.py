"""Rows that hold from one day to another (both included), and the constraint that no two of them overlap.

GiST compares ranges without any extension, so an id is compared as the range of itself alone, and a text likewise by
the range type ``units_text_range`` that the migration makes.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import CharField, F, Func, Q, Value

DATES_IN_ORDER = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))


def never_twice(name: str, *ids: str, texts: tuple[str, ...] = (), condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with the same ids and texts on one day."""
    dates = Func(F("valid_from"), F("valid_to"), Value("[]"), function="DATERANGE", output_field=DateRangeField())
    same = [_alone(field, "INT8RANGE", BigIntegerRangeField()) for field in ids]
    same += [_alone(field, "UNITS_TEXT_RANGE", CharField()) for field in texts]
    expressions = [(one, RangeOperators.OVERLAPS) for one in (*same, dates)]
    return ExclusionConstraint(name=name, expressions=expressions, condition=condition)


def _alone(field: str, function: str, kind: object) -> Func:
    return Func(F(field), F(field), Value("[]"), function=function, output_field=kind)
