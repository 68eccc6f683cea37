from .user import Assignment, User, UserManager

__all__ = ["Assignment", "User", "UserManager"]
