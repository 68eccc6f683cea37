"""Addresses under ``years/``: the years of a school, and the plan of a new one step by step."""

from django.urls import path

from . import doing, steps, years

app_name = "opening"
urlpatterns = [
    path("", years.index, name="index"),
    path("start", years.start, name="start"),
    path("<int:year>/close", years.close, name="close"),
    path("<int:year>/reopen", years.reopen, name="reopen"),
    path("<uuid:uid>/", years.opened, name="plan"),
    path("<uuid:uid>/dates", steps.dates, name="dates"),
    path("<uuid:uid>/classes", steps.classes, name="classes"),
    path("<uuid:uid>/pupils", steps.pupils, name="pupils"),
    path("<uuid:uid>/preview", steps.preview, name="preview"),
    path("<uuid:uid>/class/<slug:verb>", doing.of_class, name="of_class"),
    path("<uuid:uid>/decide", doing.decide_pupils, name="decide"),
    path("<uuid:uid>/place", doing.place_pupils, name="place"),
    path("<uuid:uid>/do/<slug:verb>", doing.of_plan, name="of_plan"),
]
