from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "khuevan.platform.documents"
    label = "documents"
