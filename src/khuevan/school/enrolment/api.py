"""The door of enrolment."""

from .actions.assigning import assign, catch_up, set_homeroom
from .actions.duties import set_duty
from .actions.moving import move_back, move_in, move_out
from .actions.seating import seat
from .actions.standing_in import end_standing_in, stand_in
from .models import ClassSubject, Enrolment, SchoolClass, SchoolYear, Subject, Teaching, Term
from .policies import may, stood_in_books, stood_in_homerooms, visible
from .queries.class_register import Registered, class_register
from .queries.classes import Pupil, class_by_uid, class_list, classes_of
from .queries.feeding import class_code, people_of, school_code
from .queries.finding import find_classes, find_pupils
from .queries.grades import grade_name
from .queries.named_pupils import named_pupils
from .queries.posts import colleagues, standing
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
    "Teaching",
    "Term",
    "assign",
    "catch_up",
    "class_by_uid",
    "class_code",
    "class_list",
    "class_register",
    "classes_of",
    "colleagues",
    "curriculum",
    "end_standing_in",
    "find_classes",
    "find_pupils",
    "grade_name",
    "may",
    "move_back",
    "move_in",
    "move_out",
    "named_pupils",
    "people_of",
    "place_of",
    "school_code",
    "seat",
    "set_duty",
    "set_homeroom",
    "stand_in",
    "standing",
    "stood_in_books",
    "stood_in_homerooms",
    "subjects_of_class",
    "teaching_of",
    "terms_of",
    "visible",
    "working_year",
    "years_of",
]
