from .key import SchoolToken, SigningKey

__all__ = ["SchoolToken", "SigningKey"]
