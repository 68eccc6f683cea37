from django.apps import AppConfig


class OpeningConfig(AppConfig):
    name = "khuevan.school.opening"
    label = "opening"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.registry.identity.ports import call_table

        call_table("opening_plannedclass", gettext_noop("lớp trong kế hoạch năm học mới"))
        call_table(
            "opening_placement",
            gettext_noop("chỗ trong kế hoạch năm học mới"),
            gettext_noop("Xoá kế hoạch nháp của năm học mới trước, rồi gộp."),
        )
