from .paper_year import PaperYear

__all__ = ["PaperYear"]
