from .report import Correction, Report
from .round import Round

__all__ = ["Correction", "Report", "Round"]
