from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "khuevan.platform.operations"
    label = "operations"
