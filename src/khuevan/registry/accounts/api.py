"""The door of accounts."""

from .models import Assignment, User
from .ports import ANONYMOUS, Actor, Role
from .queries.actors import actor_for, scope_of

__all__ = ["ANONYMOUS", "Actor", "Assignment", "Role", "User", "actor_for", "scope_of"]
