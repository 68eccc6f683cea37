from .school_year import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Term

__all__ = ["ClassSubject", "Enrolment", "SchoolClass", "SchoolYear", "Subject", "Term"]
