"""What the log-in library asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.timezone import now


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by schools and authorities; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip().lower()

    def set_password(self, user: Any, password: str) -> None:
        user.password_changed_at = now()
        super().set_password(user, password)
