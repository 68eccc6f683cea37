"""The door of the operations centre."""

from .queries.board import Board, board
from .queries.late import LateSchool, late_schools

__all__ = ["Board", "LateSchool", "board", "late_schools"]
