from .log import Checkpoint, Leaf, SchoolRoot
from .public import BLOCK, PublicBlock, PublicCheckpoint, PublicLeaf

__all__ = ["BLOCK", "Checkpoint", "Leaf", "PublicBlock", "PublicCheckpoint", "PublicLeaf", "SchoolRoot"]
