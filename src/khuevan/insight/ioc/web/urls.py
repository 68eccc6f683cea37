"""Addresses of the operations centre."""

from django.urls import path

from . import alerts, board, indicator, views

app_name = "ioc"
urlpatterns = [
    path("", board.index, name="board"),
    path("alerts/", alerts.index, name="alerts"),
    path("alerts/add", alerts.add, name="add_rule"),
    path("alerts/rules/<uuid:uid>/lift", alerts.lift, name="lift_rule"),
    path("alerts/<uuid:uid>/take", alerts.take, name="take"),
    path("views/", views.index, name="views"),
    path("views/save", views.save, name="save_view"),
    path("views/subscribe", views.add_subscription, name="subscribe"),
    path("views/<uuid:uid>/drop", views.drop, name="drop_view"),
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
    path("indicators/<slug:code>/", indicator.index, name="indicator"),
    path("indicators/<slug:code>/pupils/<uuid:uid>/", indicator.pupils, name="pupils"),
]
