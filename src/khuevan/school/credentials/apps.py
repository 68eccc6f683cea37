from functools import partial

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "khuevan.school.credentials"
    label = "credentials"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.school.transcripts.ports import Copy, register_aside, register_copy

        from .queries.badges import badge

        register_aside("credentials/offline_card.html")
        as_json = gettext_noop("Tải chứng chỉ số Open Badges 3.0 (JSON)")
        as_jwt = gettext_noop("Tải chứng chỉ số cho ví điện tử (JWT)")
        register_copy(Copy("json", as_json, "application/vc", partial(badge, form="json")))
        register_copy(Copy("jwt", as_jwt, "application/vc+jwt", partial(badge, form="jwt")))
