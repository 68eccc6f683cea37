"""Addresses of papers; ``part`` is a term, or a period in primary classes; ``kind`` is pdf or xlsx."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import school, views


class FileConverter(StringConverter):
    """The ending of a file."""

    regex = "pdf|xlsx"


class LevelConverter(StringConverter):
    """Primary classes, or all others."""

    regex = "tieu-hoc|trung-hoc"


register_converter(FileConverter, "file")
register_converter(LevelConverter, "level")
app_name = "prints"
urlpatterns = [
    path("books/<uuid:uid>/<part:part>.<file:kind>", views.book, name="book"),
    path("classes/<uuid:uid>/<part:part>.<file:kind>", views.school_class, name="class"),
    path("classes/<uuid:uid>/<part:part>/notices.pdf", views.notices, name="notices"),
    path("statistics/", school.index, name="statistics"),
    path("statistics/<int:year>/<level:level>/<part:part>.<file:kind>", school.file, name="statistics_file"),
]
