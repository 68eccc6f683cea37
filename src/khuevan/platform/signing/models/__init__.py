from .key import SigningKey

__all__ = ["SigningKey"]
