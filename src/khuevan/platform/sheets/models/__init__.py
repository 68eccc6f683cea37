from .importing import Import, Staged
from .matching import Matching

__all__ = ["Import", "Matching", "Staged"]
