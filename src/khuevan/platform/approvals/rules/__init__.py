from .process import Process, Transition

__all__ = ["Process", "Transition"]
