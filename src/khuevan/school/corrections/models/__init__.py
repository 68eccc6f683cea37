from .wish import Attachment, Wish

__all__ = ["Attachment", "Wish"]
