"""Addresses of the door for lists."""

from django.urls import path

from . import importing, outgoing, pages

app_name = "sheets"
urlpatterns = [
    path("", pages.index, name="index"),
    path("receive", importing.receive_list, name="receive"),
    path("out/<slug:code>/list", outgoing.plain_list, name="list"),
    path("out/<slug:code>/form", outgoing.filled_form, name="form"),
    path("<uuid:uid>/", pages.one, name="import"),
    path("<uuid:uid>/progress", pages.progress, name="progress"),
    path("<uuid:uid>/comments", pages.comments, name="comments"),
    path("<uuid:uid>/check", importing.check, name="check"),
    path("<uuid:uid>/sheet", importing.another_sheet, name="sheet"),
    path("<uuid:uid>/decide", importing.decide_rows, name="decide"),
    path("<uuid:uid>/write", importing.write, name="write"),
    path("<uuid:uid>/undo", importing.undo, name="undo"),
]
