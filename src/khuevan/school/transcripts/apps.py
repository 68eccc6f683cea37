from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    name = "khuevan.school.transcripts"
    label = "transcripts"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.kernel import search
        from khuevan.platform.exchange.ports import register_source
        from khuevan.platform.transparency.ports import register_log
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.enrolment.ports import register_holder
        from khuevan.school.gradebook import ports as gradebook

        from . import handlers, panels
        from .queries.board import Board
        from .queries.facts import LOG, facts
        from .queries.feeding import FeedTranscripts
        from .queries.holding import with_transcripts
        from .web.search import schools, transcripts

        handlers.listen()
        register_source(FeedTranscripts())
        home.register(panels.panels)
        search.register(schools)
        search.register(transcripts)
        register_log(LOG, facts)
        register_holder(gettext_noop("học bạ"), with_transcripts)
        gradebook.register_board(Board())
        gradebook.register_book_panels(panels.book_panels)
        gradebook.register_class_panels(panels.class_panels)
        once = gettext_noop("Một người chỉ có một học bạ mỗi năm ở một trường: thu hồi học bạ thừa trước, rồi gộp.")
        call_table("transcripts_transcript", gettext_noop("học bạ"), once)
        call_table("transcripts_version", gettext_noop("bản học bạ"))
        call_table("transcripts_sectionsignature", gettext_noop("chữ ký trên học bạ"))
        call_table("transcripts_share", gettext_noop("liên kết chia sẻ"))
        call_table("transcripts_shareopening", gettext_noop("lượt mở liên kết"))
        call_table("transcripts_stampedversion", gettext_noop("dấu thời gian trên học bạ"))
        call_table("transcripts_renewedpath", gettext_noop("dấu thời gian trên học bạ"))
        call_table("transcripts_delegation", gettext_noop("uỷ quyền ký"))
        call_table("approvals_case", gettext_noop("hồ sơ xét duyệt"))
