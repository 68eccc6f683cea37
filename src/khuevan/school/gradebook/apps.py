from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "khuevan.school.gradebook"
    label = "gradebook"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels, search
        from khuevan.platform.exchange.ports import register_source
        from khuevan.platform.sheets.api import register_family
        from khuevan.platform.transparency.ports import register_witness
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.enrolment.ports import register_book_holder, register_holder

        from . import handlers
        from .actions.mark_lists import KINDS, book_list
        from .panels import panels as own
        from .queries.feeding import FeedResults
        from .queries.holding import books_with_marks, with_marks
        from .queries.mark_layout import FAMILY
        from .queries.witness import changed_past_the_ledger
        from .web.search import books, classes, pupils, schools

        handlers.listen()
        register_source(FeedResults())
        panels.register(own)
        register_family(FAMILY, KINDS, book_list)
        search.register(pupils)
        search.register(classes)
        search.register(books)
        search.register(schools)
        register_witness(changed_past_the_ledger)
        register_holder(gettext_noop("điểm"), with_marks)
        register_book_holder(gettext_noop("điểm"), books_with_marks)
        advice = gettext_noop("Một người không có hai dòng điểm trong một sổ: xoá điểm của một hồ sơ trước, rồi gộp.")
        for table in ("markrow", "primarymark"):
            call_table(f"gradebook_{table}", gettext_noop("điểm"), advice)
        for table in ("conduct", "primarytraits"):
            call_table(f"gradebook_{table}", gettext_noop("đánh giá rèn luyện, phẩm chất"), advice)
        call_table("gradebook_observation", gettext_noop("theo dõi sự phát triển"), advice)
        call_table("gradebook_specialcase", gettext_noop("trường hợp riêng"), advice)
        call_table("gradebook_result", gettext_noop("kết quả học kì, cả năm"), advice)
