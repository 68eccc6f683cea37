"""The front door as a Django app: layouts, components, shells and template tags."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds templates and template tags; has no tables."""

    name = "khuevan.site"
    label = "site"
    verbose_name = "Khuê Văn"
