"""Addresses under ``reports/``."""

from django.urls import path

from . import forms_of, one, rounds

app_name = "reports"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("ask", rounds.ask, name="ask"),
    path("rounds/<uuid:uid>/", rounds.one_round, name="round"),
    path("rounds/<uuid:uid>/freeze", rounds.freeze_own, name="freeze"),
    path("<uuid:uid>/", one.report, name="report"),
    path("<uuid:uid>/correct", one.correction, name="correct"),
    path("<uuid:uid>/xml", one.xml, name="xml"),
    path("<uuid:uid>/statement", one.statement, name="statement"),
    path("<uuid:uid>/corrections/<int:number>", one.correction_xml, name="correction_xml"),
    path("<uuid:uid>/form", forms_of.fill, name="fill"),
    path("forms/<uuid:uid>/", forms_of.filled, name="filled"),
    path("forms/<uuid:uid>/file", forms_of.file, name="filled_file"),
]
