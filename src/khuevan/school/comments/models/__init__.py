from .phrase import BankPhrase

__all__ = ["BankPhrase"]
