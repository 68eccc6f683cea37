from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "khuevan.school.corrections"
    label = "corrections"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.transcripts.ports import register_version_panels

        from . import panels

        home.register(panels.panels)
        register_version_panels(panels.version_panels)
        call_table("corrections_wish", gettext_noop("đề nghị đính chính học bạ"))
        call_table("corrections_attachment", gettext_noop("giấy kèm đề nghị đính chính"))
