"""The door of isolation."""

from .actions.acting import NOBODY, Scope, acting, enter
from .actions.copying import among, copied
from .models import Isolation, SchoolLink, SchoolModel, StudentModel

__all__ = [
    "NOBODY",
    "Isolation",
    "SchoolLink",
    "SchoolModel",
    "Scope",
    "StudentModel",
    "acting",
    "among",
    "copied",
    "enter",
]
