from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "khuevan.school.gradebook"
    label = "gradebook"

    def ready(self) -> None:
        from khuevan.kernel import panels, search

        from .panels import panels as own
        from .web.search import books, classes, pupils, schools

        panels.register(own)
        search.register(pupils)
        search.register(classes)
        search.register(books)
        search.register(schools)
