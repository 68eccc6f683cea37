"""The door of credentials."""

from .actions.offline import current_page, make_page

__all__ = ["current_page", "make_page"]
