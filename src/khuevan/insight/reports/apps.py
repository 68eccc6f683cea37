from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "khuevan.insight.reports"
    label = "reports"
