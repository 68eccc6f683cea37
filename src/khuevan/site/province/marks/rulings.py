"""The real rules, as the gradebook room offers them."""

from khuevan.school.gradebook.api import (
    Loaded,
    engine,
    result_rows,
    rule_set,
    values,
)
from khuevan.school.gradebook.api import tt22_2021 as tt22
from khuevan.school.gradebook.api import tt27_2020 as tt27

__all__ = [
    "MISSING",
    "NOT_TAKEN",
    "Loaded",
    "engine",
    "result_rows",
    "rule_set",
    "tt22",
    "tt27",
]

MISSING, NOT_TAKEN = values.MISSING, values.NOT_TAKEN
