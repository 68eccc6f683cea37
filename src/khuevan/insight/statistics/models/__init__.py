from .figure import Count, Figure
from .indicator import Indicator

__all__ = ["Count", "Figure", "Indicator"]
