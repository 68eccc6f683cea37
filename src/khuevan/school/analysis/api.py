"""The door of analysis: it reads what others have written."""

from .policies import may
from .queries.class_view import ClassView, class_view
from .queries.primary_view import PrimaryView, primary_view
from .queries.school_view import Spreads, filled_by, grades_of, spreads_of, stage_of_all, years_of_all
from .queries.supposing import Answer, Needed, needed, suppose
from .queries.years import Way, way_of

__all__ = [
    "Answer",
    "ClassView",
    "Needed",
    "PrimaryView",
    "Spreads",
    "Way",
    "class_view",
    "filled_by",
    "grades_of",
    "may",
    "needed",
    "primary_view",
    "spreads_of",
    "stage_of_all",
    "suppose",
    "way_of",
    "years_of_all",
]
