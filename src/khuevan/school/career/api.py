"""The door of career."""

from .actions.sharing import count_opening, share, withdraw
from .models import Link
from .queries.booklets import booklet, levels_of
from .queries.gathering import CareerYear, career_of, shared_career
from .queries.links import links_of, open_link

__all__ = [
    "CareerYear",
    "Link",
    "booklet",
    "career_of",
    "count_opening",
    "levels_of",
    "links_of",
    "open_link",
    "share",
    "shared_career",
    "withdraw",
]
