from django.apps import AppConfig


class BridgingConfig(AppConfig):
    name = "khuevan.school.bridging"
    label = "bridging"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.platform.sheets.api import register
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.register.ports import register_carrier

        from .api import PaperYears, carry

        register(PaperYears())
        register_carrier(carry)
        once = gettext_noop("Một năm học chỉ nhập một lần: rút bản thừa trước, rồi gộp.")
        call_table("bridging_paperyear", gettext_noop("năm học theo học bạ giấy"), once)
