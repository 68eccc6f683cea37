from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from khuevan.platform.sheets.api import register
        from khuevan.registry.units import ports as units

        from .actions.pupil_lists import Pupils
        from .queries.census import counts_on

        register(Pupils())
        units.take_census(counts_on)
