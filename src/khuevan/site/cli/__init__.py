"""The ``khuevan`` command."""

from khuevan.site.cli.main import main

__all__ = ["main"]
