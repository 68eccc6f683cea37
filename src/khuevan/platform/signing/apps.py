from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "khuevan.platform.signing"
    label = "signing"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.registry.identity.ports import call_table, register_obstacle

        from .queries.keys import key_beside_login

        advice = gettext_noop("Thu hồi một trong hai khoá ký trước, rồi gộp.")
        call_table("signing_signingkey", gettext_noop("khoá ký số"), advice)
        register_obstacle("signing", key_beside_login)
