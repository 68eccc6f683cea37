"""Addresses of the statistics."""

from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/new", views.new, name="new"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
]
