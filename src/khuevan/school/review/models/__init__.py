from .checking import Checked, Finding, Run
from .deadline import Deadline

__all__ = ["Checked", "Deadline", "Finding", "Run"]
