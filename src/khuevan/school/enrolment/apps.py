from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from khuevan.platform.sheets.api import register

        from .actions.pupil_lists import Pupils

        register(Pupils())
