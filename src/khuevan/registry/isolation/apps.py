from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IsolationConfig(AppConfig):
    name = "khuevan.registry.isolation"
    label = "isolation"

    def ready(self) -> None:
        from .adapters.enforce import enforce

        post_migrate.connect(enforce, sender=self, dispatch_uid="isolation.enforce")
