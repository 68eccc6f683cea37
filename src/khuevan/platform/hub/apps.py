from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "khuevan.platform.hub"
    label = "hub"
