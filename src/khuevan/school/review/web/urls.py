"""Addresses under ``review/``."""

from django.urls import path

from . import desk, schools

app_name = "review"
urlpatterns = [
    path("", desk.index, name="index"),
    path("batches/", desk.batches, name="batches"),
    path("check", desk.check, name="check"),
    path("deadlines/", desk.deadlines, name="deadlines"),
    path("runs/<uuid:uid>/progress", schools.progress, name="progress"),
    path("schools/<uuid:uid>/", schools.school, name="school"),
    path("schools/<uuid:uid>/accept", schools.accept_school, name="accept_school"),
    path("classes/<uuid:uid>/", schools.school_class, name="class"),
    path("classes/<uuid:uid>/accept", schools.accept_class, name="accept_class"),
    path("classes/<uuid:uid>/return", schools.return_ticked, name="return"),
]
