"""Addresses under ``hub/``, for people; machines have ``hub/v1/``."""

from django.urls import path

from . import views

app_name = "hub"
urlpatterns = [
    path("", views.index, name="index"),
    path("senders/new", views.new, name="new"),
    path("senders/<uuid:uid>/", views.sender, name="sender"),
    path("senders/<uuid:uid>/<slug:verb>", views.step, name="step"),
]
