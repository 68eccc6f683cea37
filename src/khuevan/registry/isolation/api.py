"""The door of isolation."""

from .actions.acting import NOBODY, Scope, acting, enter
from .actions.copying import copied
from .models import Isolation, SchoolLink, SchoolModel, StudentModel

__all__ = [
    "NOBODY",
    "Isolation",
    "SchoolLink",
    "SchoolModel",
    "Scope",
    "StudentModel",
    "acting",
    "copied",
    "enter",
]
