from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "khuevan.platform.exchange"
    label = "exchange"

    def ready(self) -> None:
        from khuevan.kernel import panels as home

        from . import handlers, panels
        from .ports import register_source
        from .queries.school_records import Schools

        register_source(Schools())
        handlers.listen()
        home.register(panels.panels)
