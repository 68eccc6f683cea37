from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "khuevan.platform.sheets"
    label = "sheets"
