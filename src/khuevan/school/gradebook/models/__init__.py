from .cases import SpecialCase
from .homeroom import Conduct, Result
from .locks import Submission, TermLock
from .primary import PrimaryMark, PrimaryTraits
from .saved_edits import SavedEdit
from .secondary import MarkRow

__all__ = [
    "Conduct",
    "MarkRow",
    "PrimaryMark",
    "PrimaryTraits",
    "Result",
    "SavedEdit",
    "SpecialCase",
    "Submission",
    "TermLock",
]
