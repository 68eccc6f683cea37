from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "khuevan.school.gradebook"
    label = "gradebook"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels, search
        from khuevan.school.enrolment.ports import register_book_holder, register_holder

        from .panels import panels as own
        from .queries.holding import books_with_marks, with_marks
        from .web.search import books, classes, pupils, schools

        panels.register(own)
        search.register(pupils)
        search.register(classes)
        search.register(books)
        search.register(schools)
        register_holder(gettext_noop("điểm"), with_marks)
        register_book_holder(gettext_noop("điểm"), books_with_marks)
