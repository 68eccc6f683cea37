from .merge import Merge, Moved
from .pair import Pair, Sweep

__all__ = ["Merge", "Moved", "Pair", "Sweep"]
