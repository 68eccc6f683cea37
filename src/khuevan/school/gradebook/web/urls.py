"""Addresses of the gradebook; ``part`` is a term, or a period in primary classes."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import books, cases, class_list, classes, observing, school


class PartConverter(IntConverter):
    """A term or a period."""

    regex = "[1-4]"


register_converter(PartConverter, "part")
app_name = "gradebook"
urlpatterns = [
    path("", school.index, name="index"),
    path("books/<uuid:uid>/", books.book, name="book"),
    path("books/<uuid:uid>/cards", books.book_cards, name="book_cards"),
    path("books/<uuid:uid>/<part:part>/save", books.save, name="save"),
    path("books/<uuid:uid>/<part:part>/preview", books.preview, name="preview"),
    path("books/<uuid:uid>/<part:part>/history", books.book_history, name="history"),
    path("books/<uuid:uid>/<part:part>/print", books.book_on_paper, name="print"),
    path("classes/<uuid:uid>/", class_list.class_list, name="class_list"),
    path("homeroom/", classes.my_homeroom, name="homeroom"),
    path("homeroom/<uuid:uid>/", classes.homeroom, name="homeroom"),
    path("homeroom/<uuid:uid>/cases/", cases.cases, name="cases"),
    path("homeroom/<uuid:uid>/cases/grant", cases.grant, name="grant_case"),
    path("homeroom/<uuid:uid>/cases/<uuid:case>/lift", cases.lift, name="lift_case"),
    path("homeroom/<uuid:uid>/<part:part>/cards", classes.class_cards, name="class_cards"),
    path("homeroom/<uuid:uid>/<part:part>/save", classes.save_class, name="save_class"),
    path("homeroom/<uuid:uid>/<part:part>/history", classes.class_history, name="class_history"),
    path("homeroom/<uuid:uid>/<part:part>/print", observing.on_paper, name="print_class"),
    path("pupils/<uuid:uid>/", classes.pupil, name="pupil"),
    path("school/", school.school, name="school"),
    path("school/<part:term>/lock", school.lock, name="lock"),
    path("school/<part:term>/unlock", school.unlock, name="unlock"),
]
