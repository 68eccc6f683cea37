from .case import Case, Step

__all__ = ["Case", "Step"]
