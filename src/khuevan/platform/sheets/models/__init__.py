from .matching import Matching

__all__ = ["Matching"]
