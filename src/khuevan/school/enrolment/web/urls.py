"""Addresses under ``teaching/``: who teaches what, how much, and who stands in for whom."""

from django.urls import path

from . import doing, teaching

app_name = "enrolment"
urlpatterns = [
    path("", teaching.matrix_page, name="teaching"),
    path("save", doing.save, name="save"),
    path("copy", doing.copy, name="copy"),
    path("loads", teaching.loads_page, name="loads"),
    path("duty", doing.duty, name="duty"),
    path("stand-ins", teaching.stand_ins_page, name="stand_ins"),
    path("stand-ins/add", doing.add_stand_in, name="stand_in"),
    path("stand-ins/<uuid:uid>/end", doing.end_stand_in, name="end_stand_in"),
]
