from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.platform.exchange.ports import register_source
        from khuevan.platform.sheets.api import register
        from khuevan.registry.identity import ports as identity
        from khuevan.registry.units import ports as units

        from .actions.class_lists import Classes
        from .actions.guardian_lists import Guardians
        from .actions.pupil_lists import Pupils
        from .actions.staff_lists import StaffList
        from .actions.teaching_lists import TeachingList
        from .queries.census import counts_on, days_around
        from .queries.doubles import in_two_classes, seats_of, stands_in_for_self
        from .queries.feeding import FeedClasses, FeedPupils, FeedStaff

        for one in (Pupils(), Guardians(), StaffList(), Classes(), TeachingList()):
            register(one)
        for source in (FeedPupils(), FeedStaff(), FeedClasses()):
            register_source(source)
        units.take_census(counts_on, days_around)
        identity.seat_people(seats_of)
        identity.register_obstacle("enrolment", in_two_classes)
        identity.register_obstacle("standing in", stands_in_for_self)
        identity.call_table(
            "enrolment_enrolment",
            gettext_noop("chỗ trong lớp"),
            gettext_noop("Cho một hồ sơ thôi học ở lớp đó trước, rồi gộp."),
        )
        identity.call_table("enrolment_schoolclass", gettext_noop("lớp chủ nhiệm"))
        identity.call_table("enrolment_classsubject", gettext_noop("môn được phân công dạy"))
        identity.call_table("enrolment_teaching", gettext_noop("lần phân công, dạy thay"))
        identity.call_table(
            "enrolment_duty",
            gettext_noop("nhiệm vụ kiêm nhiệm"),
            gettext_noop("Bỏ nhiệm vụ trùng ở một hồ sơ trước, rồi gộp."),
        )
