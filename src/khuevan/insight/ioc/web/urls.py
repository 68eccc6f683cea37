"""Addresses of the operations centre."""

from django.urls import path

from . import board, indicator

app_name = "ioc"
urlpatterns = [
    path("", board.index, name="board"),
    path("indicators/<slug:code>/", indicator.index, name="indicator"),
    path("indicators/<slug:code>/pupils/<uuid:uid>/", indicator.pupils, name="pupils"),
]
