from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "khuevan.platform.approvals"
    label = "approvals"
