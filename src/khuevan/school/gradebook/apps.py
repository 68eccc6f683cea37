from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "khuevan.school.gradebook"
    label = "gradebook"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels, search
        from khuevan.platform.transparency.ports import register_witness
        from khuevan.school.enrolment.ports import register_holder

        from .panels import panels as own
        from .queries.holding import with_marks
        from .queries.witness import changed_past_the_ledger
        from .web.search import books, classes, pupils, schools

        panels.register(own)
        search.register(pupils)
        search.register(classes)
        search.register(books)
        search.register(schools)
        register_witness(changed_past_the_ledger)
        register_holder(gettext_noop("điểm"), with_marks)
