from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "khuevan.registry.units"
    label = "units"
