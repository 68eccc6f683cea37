from .count import Count

__all__ = ["Count"]
