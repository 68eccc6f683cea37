"""The door of enrolment."""

from .actions.moving import move_back, move_in, move_out
from .models import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Term
from .policies import may, visible
from .queries.class_register import Registered, class_register
from .queries.classes import Pupil, class_by_uid, class_list, classes_of
from .queries.finding import find_classes, find_pupils
from .queries.teaching import place_of, subjects_of_class, teaching_of
from .queries.years import terms_of, working_year, years_of
from .rules import curriculum

__all__ = [
    "ClassSubject",
    "Enrolment",
    "Pupil",
    "Registered",
    "SchoolClass",
    "SchoolYear",
    "Subject",
    "Term",
    "class_by_uid",
    "class_list",
    "class_register",
    "classes_of",
    "curriculum",
    "find_classes",
    "find_pupils",
    "may",
    "move_back",
    "move_in",
    "move_out",
    "place_of",
    "subjects_of_class",
    "teaching_of",
    "terms_of",
    "visible",
    "working_year",
    "years_of",
]
