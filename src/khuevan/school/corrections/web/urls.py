"""Addresses under ``corrections/``."""

from django.urls import path

from . import wishes

app_name = "corrections"
urlpatterns = [
    path("", wishes.index, name="index"),
    path("ask/<uuid:uid>/", wishes.ask_page, name="ask"),
    path("papers/<uuid:uid>", wishes.paper, name="paper"),
    path("<uuid:uid>/", wishes.one_wish, name="wish"),
    path("<uuid:uid>/<slug:verb>", wishes.step, name="step"),
]
