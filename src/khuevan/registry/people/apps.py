from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khuevan.registry.people"
    label = "people"
