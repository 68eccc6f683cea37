from django.apps import AppConfig


class CareerConfig(AppConfig):
    name = "khuevan.school.career"
    label = "career"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.registry.identity.ports import call_table
        from khuevan.school.gradebook.ports import register_pupil_panels
        from khuevan.school.transcripts.ports import register_version_panels

        from . import panels

        register_version_panels(panels.version_panels)
        register_pupil_panels(panels.pupil_panels)
        call_table("career_link", gettext_noop("liên kết chia sẻ học bạ các năm"))
