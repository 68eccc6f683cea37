"""Addresses under ``bridging/``."""

from django.urls import path

from . import pages

app_name = "bridging"
urlpatterns = [
    path("", pages.index, name="index"),
    path("pupils/<uuid:uid>/", pages.enter_page, name="enter"),
    path("<uuid:uid>/", pages.year, name="year"),
    path("<uuid:uid>/scan", pages.scan, name="scan"),
    path("<uuid:uid>/<slug:verb>", pages.step, name="step"),
]
