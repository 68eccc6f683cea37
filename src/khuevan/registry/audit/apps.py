from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "khuevan.registry.audit"
    label = "audit"

    def ready(self) -> None:
        from khuevan.registry.units import ports as units

        from .actions.units import UnitChronicle

        units.keep_chronicle(UnitChronicle())
