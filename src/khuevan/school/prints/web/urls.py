"""Addresses of papers; ``part`` is a term, or a period in primary classes; ``kind`` is pdf or xlsx."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class FileConverter(StringConverter):
    """The ending of a file."""

    regex = "pdf|xlsx"


register_converter(FileConverter, "file")
app_name = "prints"
urlpatterns = [
    path("books/<uuid:uid>/<part:part>.<file:kind>", views.book, name="book"),
    path("classes/<uuid:uid>/<part:part>.<file:kind>", views.school_class, name="class"),
    path("classes/<uuid:uid>/<part:part>/notices.pdf", views.notices, name="notices"),
]
