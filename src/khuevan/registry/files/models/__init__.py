from .file import File

__all__ = ["File"]
