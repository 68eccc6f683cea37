from django.apps import AppConfig


class IocConfig(AppConfig):
    name = "khuevan.insight.ioc"
    label = "ioc"
