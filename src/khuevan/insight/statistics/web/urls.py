"""Addresses of the statistics."""

from django.urls import path

from . import open_data, views

app_name = "statistics"
urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/new", views.new, name="new"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("open/", open_data.index, name="open"),
    path("open/publish", open_data.publish_edition, name="publish"),
    path("open/<uuid:uid>.csv", open_data.figures_csv, name="open_csv"),
    path("open/<uuid:uid>.json", open_data.figures_json, name="open_json"),
]
