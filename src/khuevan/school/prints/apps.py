from django.apps import AppConfig


class PrintsConfig(AppConfig):
    name = "khuevan.school.prints"
    label = "prints"

    def ready(self) -> None:
        from khuevan.school.gradebook.ports import register_book_panels, register_class_panels

        from . import panels

        register_book_panels(panels.book_panels)
        register_class_panels(panels.class_panels)
