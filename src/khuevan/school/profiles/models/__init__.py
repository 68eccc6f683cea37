from .profile import Profile, Score

__all__ = ["Profile", "Score"]
