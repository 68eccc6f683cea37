"""Addresses under ``calendar/``."""

from django.urls import path

from . import late, requests, windows

app_name = "calendar"
urlpatterns = [
    path("", windows.index, name="index"),
    path("plan", windows.plan_page, name="plan"),
    path("late/", late.late, name="late"),
    path("late/<uuid:uid>/", late.late_school, name="late_school"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:uid>/", requests.one_request, name="request"),
    path("requests/<uuid:uid>/<slug:verb>", requests.step, name="step"),
    path("books/<uuid:uid>/<part:part>/ask", requests.ask_book, name="ask_book"),
    path("classes/<uuid:uid>/<part:part>/ask", requests.ask_class, name="ask_class"),
]
