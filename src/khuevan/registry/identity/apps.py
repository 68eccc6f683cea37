from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "khuevan.registry.identity"
    label = "identity"
