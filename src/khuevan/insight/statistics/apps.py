from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "khuevan.insight.statistics"
    label = "statistics"

    def ready(self) -> None:
        from . import handlers

        handlers.listen()
