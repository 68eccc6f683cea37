from .importing import Import, Progress, Staged
from .matching import Matching

__all__ = ["Import", "Matching", "Progress", "Staged"]
