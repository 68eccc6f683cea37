from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from khuevan.platform.sheets.api import register
        from khuevan.registry.units import ports as units

        from .actions.class_lists import Classes
        from .actions.guardian_lists import Guardians
        from .actions.pupil_lists import Pupils
        from .actions.staff_lists import StaffList
        from .actions.teaching_lists import TeachingList
        from .queries.census import counts_on

        for one in (Pupils(), Guardians(), StaffList(), Classes(), TeachingList()):
            register(one)
        units.take_census(counts_on)
