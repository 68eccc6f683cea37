from .cases import SpecialCase
from .homeroom import Conduct, Result
from .locks import Submission, TermLock
from .observation import Observation
from .primary import PrimaryMark, PrimaryTraits
from .saved_edits import SavedEdit
from .secondary import MarkRow

__all__ = [
    "Conduct",
    "MarkRow",
    "Observation",
    "PrimaryMark",
    "PrimaryTraits",
    "Result",
    "SavedEdit",
    "SpecialCase",
    "Submission",
    "TermLock",
]
