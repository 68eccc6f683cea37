"""Addresses of the operations centre."""

from django.urls import path

from . import alerts, board, indicator

app_name = "ioc"
urlpatterns = [
    path("", board.index, name="board"),
    path("alerts/", alerts.index, name="alerts"),
    path("alerts/add", alerts.add, name="add_rule"),
    path("alerts/rules/<uuid:uid>/lift", alerts.lift, name="lift_rule"),
    path("alerts/<uuid:uid>/take", alerts.take, name="take"),
    path("indicators/<slug:code>/", indicator.index, name="indicator"),
    path("indicators/<slug:code>/pupils/<uuid:uid>/", indicator.pupils, name="pupils"),
]
