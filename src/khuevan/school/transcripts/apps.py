from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    name = "khuevan.school.transcripts"
    label = "transcripts"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.kernel import search
        from khuevan.school.enrolment.ports import register_holder
        from khuevan.school.gradebook import ports as gradebook

        from . import handlers, panels
        from .queries.board import Board
        from .queries.holding import with_transcripts
        from .web.search import schools, transcripts

        handlers.listen()
        home.register(panels.panels)
        search.register(schools)
        search.register(transcripts)
        register_holder(gettext_noop("học bạ"), with_transcripts)
        gradebook.register_board(Board())
        gradebook.register_book_panels(panels.book_panels)
        gradebook.register_class_panels(panels.class_panels)
