"""The door of credentials."""

from .actions.offline import current_page, make_page
from .queries.badges import badge, status_list

__all__ = ["badge", "current_page", "make_page", "status_list"]
