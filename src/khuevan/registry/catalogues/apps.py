from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    name = "khuevan.registry.catalogues"
    label = "catalogues"
