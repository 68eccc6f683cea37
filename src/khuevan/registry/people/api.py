"""The door of people."""

from .actions.bulk import (
    Facts,
    Kept,
    affiliate,
    change_people,
    end_affiliations,
    entitle,
    give_numbers,
    made,
    made_rows,
    make_people,
    take_back,
)
from .actions.guardians import Tie, tie_guardians
from .models import Affiliation, ExternalId, Guardianship, Person
from .queries.elsewhere import numbers_elsewhere, pupils_elsewhere
from .queries.names import staff_names
from .rules.codes import code_kind, kept_code, plain_code
from .rules.numbers import PLACES, number_doubts

__all__ = [
    "PLACES",
    "Affiliation",
    "ExternalId",
    "Facts",
    "Guardianship",
    "Kept",
    "Person",
    "Tie",
    "affiliate",
    "change_people",
    "code_kind",
    "end_affiliations",
    "entitle",
    "give_numbers",
    "kept_code",
    "made",
    "made_rows",
    "make_people",
    "number_doubts",
    "numbers_elsewhere",
    "plain_code",
    "pupils_elsewhere",
    "staff_names",
    "take_back",
    "tie_guardians",
]
