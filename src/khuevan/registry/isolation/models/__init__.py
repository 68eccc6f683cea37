from .base import Isolation, SchoolLink, SchoolModel, StudentModel

__all__ = ["Isolation", "SchoolLink", "SchoolModel", "StudentModel"]
