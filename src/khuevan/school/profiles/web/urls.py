"""Addresses of profiles."""

from django.urls import path

from . import lists, schools, sheets

app_name = "profiles"
urlpatterns = [
    path("", lists.index, name="index"),
    path("people/", lists.people, name="people"),
    path("pupils/<uuid:uid>/", sheets.sheet, {"kind": "pupil"}, name="pupil"),
    path("staff/<uuid:uid>/", sheets.sheet, {"kind": "staff"}, name="staff"),
    path("schools/", schools.schools, name="schools"),
    path("schools/count", schools.count, name="count"),
]
