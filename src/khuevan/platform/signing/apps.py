from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "khuevan.platform.signing"
    label = "signing"
