"""The door of profiles."""

from .actions.saving import Saved, Wrong, save_section
from .actions.scoring import count_all, count_schools
from .models import Profile, Score
from .queries.answers import answers
from .queries.sheets import Sheet, sheet_of

__all__ = [
    "Profile",
    "Saved",
    "Score",
    "Sheet",
    "Wrong",
    "answers",
    "count_all",
    "count_schools",
    "save_section",
    "sheet_of",
]
