from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from khuevan.registry.units import ports as units

        from .queries.census import counts_on

        units.take_census(counts_on)
