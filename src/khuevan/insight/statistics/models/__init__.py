from .edition import Edition
from .figure import Count, Figure
from .indicator import Indicator

__all__ = ["Count", "Edition", "Figure", "Indicator"]
