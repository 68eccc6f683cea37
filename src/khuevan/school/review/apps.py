from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "khuevan.school.review"
    label = "review"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.registry.identity.ports import call_table

        from . import handlers, panels

        handlers.listen()
        home.register(panels.panels)
        advice = gettext_noop("Kiểm tra lại học bạ của trường này sau khi gộp.")
        call_table("review_checked", gettext_noop("lần kiểm tra học bạ"), advice)
        call_table("review_finding", gettext_noop("điểm cần xem của học bạ"), advice)
