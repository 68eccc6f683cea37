from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "khuevan.school.analysis"
    label = "analysis"

    def ready(self) -> None:
        from khuevan.school.gradebook.ports import register_book_panels, register_class_panels, register_pupil_panels

        from . import panels

        register_book_panels(panels.book_panels)
        register_class_panels(panels.class_panels)
        register_pupil_panels(panels.pupil_panels)
