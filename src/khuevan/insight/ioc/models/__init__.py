from .alert import Alarm, Rule

__all__ = ["Alarm", "Rule"]
