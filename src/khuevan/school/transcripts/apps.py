from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    name = "khuevan.school.transcripts"
    label = "transcripts"

    def ready(self) -> None:
        from khuevan.kernel import panels as home
        from khuevan.kernel import search
        from khuevan.school.gradebook import ports as gradebook

        from . import handlers, panels
        from .queries.board import Board
        from .web.search import schools, transcripts

        handlers.listen()
        home.register(panels.panels)
        search.register(schools)
        search.register(transcripts)
        gradebook.register_board(Board())
        gradebook.register_book_panels(panels.book_panels)
        gradebook.register_class_panels(panels.class_panels)
