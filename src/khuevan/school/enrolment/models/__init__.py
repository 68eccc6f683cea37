from .list_change import ListChange
from .school_year import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Term

__all__ = ["ClassSubject", "Enrolment", "ListChange", "SchoolClass", "SchoolYear", "Subject", "Term"]
