from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "khuevan.registry.files"
    label = "files"
