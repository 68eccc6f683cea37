from .reminder import Reminder
from .reopening import Reopening
from .windows import ProvinceWindow, SchoolWindow

__all__ = ["ProvinceWindow", "Reminder", "Reopening", "SchoolWindow"]
