from .alert import Alarm, Rule
from .view import SavedView, SharedView, Subscription

__all__ = ["Alarm", "Rule", "SavedView", "SharedView", "Subscription"]
