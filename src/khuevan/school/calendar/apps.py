from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "khuevan.school.calendar"
    label = "calendar"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.gradebook.ports import register_calendar
        from khuevan.school.opening.ports import register_follower

        from . import panels
        from .actions.reminding import forget_year
        from .queries.entry import Calendar

        register_calendar(Calendar())
        register_follower(forget_year)
        home.register(panels.panels)
        advice = gettext_noop("Chờ lượt nhắc của ngày mai, rồi gộp.")
        call_table("calendar_reminder", gettext_noop("lời nhắc hạn nhập"), advice)
        call_table("calendar_reopening", gettext_noop("đề nghị mở lại cột"), advice)
