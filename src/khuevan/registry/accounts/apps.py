from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "khuevan.registry.accounts"
    label = "accounts"
