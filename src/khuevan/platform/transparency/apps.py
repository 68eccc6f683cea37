from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "khuevan.platform.transparency"
    label = "transparency"
