from .log import Checkpoint, Leaf, SchoolRoot

__all__ = ["Checkpoint", "Leaf", "SchoolRoot"]
