"""The door of isolation."""

from .actions.acting import NOBODY, Scope, acting, enter
from .actions.beside import Say, beside
from .actions.copying import among, among_texts, copied
from .adapters.cluster_sql import spread_and_whole
from .adapters.enforce import guard_table, spreading
from .adapters.holding import hold_tables
from .models import Isolation, SchoolLink, SchoolModel, StudentModel

__all__ = [
    "NOBODY",
    "Isolation",
    "Say",
    "SchoolLink",
    "SchoolModel",
    "Scope",
    "StudentModel",
    "acting",
    "among",
    "among_texts",
    "beside",
    "copied",
    "enter",
    "guard_table",
    "hold_tables",
    "spread_and_whole",
    "spreading",
]
