from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "khuevan.registry.audit"
    label = "audit"
