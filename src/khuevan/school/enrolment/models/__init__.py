from .list_change import ListChange
from .school_year import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Term
from .teaching import Duty, Teaching

__all__ = [
    "ClassSubject",
    "Duty",
    "Enrolment",
    "ListChange",
    "SchoolClass",
    "SchoolYear",
    "Subject",
    "Teaching",
    "Term",
]
