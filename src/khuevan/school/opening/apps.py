from django.apps import AppConfig


class OpeningConfig(AppConfig):
    name = "khuevan.school.opening"
    label = "opening"
