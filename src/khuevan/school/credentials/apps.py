from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "khuevan.school.credentials"
    label = "credentials"

    def ready(self) -> None:
        from khuevan.school.transcripts.ports import register_aside

        register_aside("credentials/offline_card.html")
