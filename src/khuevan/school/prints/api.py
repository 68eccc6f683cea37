"""The door of prints."""

from .queries.class_book import class_paper
from .queries.counting import kinds_of, periods_counted
from .queries.heading import School, school_of
from .queries.notices import class_notices
from .queries.one_book import book_paper
from .queries.statistics import statistics
from .rules.tables import Cell, Head, Paper, Table, in_words

__all__ = [
    "Cell",
    "Head",
    "Paper",
    "School",
    "Table",
    "book_paper",
    "class_notices",
    "class_paper",
    "in_words",
    "kinds_of",
    "periods_counted",
    "school_of",
    "statistics",
]
