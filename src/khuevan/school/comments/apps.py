from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "khuevan.school.comments"
    label = "comments"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.registry.identity.ports import call_table
        from khuevan.school.gradebook.ports import (
            register_book_panels,
            register_class_panels,
            register_stage_panels,
        )

        from . import panels

        register_stage_panels(panels.stage_panels)
        register_book_panels(panels.book_panels)
        register_class_panels(panels.class_panels)
        advice = gettext_noop("Cất câu trùng ở một hồ sơ trước, rồi gộp.")
        call_table("comments_bankphrase", gettext_noop("câu nhận xét"), advice)
