from .catalogue import Code, CodeList, Edition, Field

__all__ = ["Code", "CodeList", "Edition", "Field"]
