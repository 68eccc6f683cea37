"""The door of enrolment."""

from .models import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Term

__all__ = ["ClassSubject", "Enrolment", "SchoolClass", "SchoolYear", "Subject", "Term"]
