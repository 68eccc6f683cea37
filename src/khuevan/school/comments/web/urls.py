"""Addresses of comments; ``kind`` is a book, or a class for its class teacher."""

from django.urls import path

from . import banks, desk

app_name = "comments"
urlpatterns = [
    path("", desk.index, name="index"),
    path("books/<uuid:uid>/", desk.book, name="book"),
    path("books/<uuid:uid>/<part:part>/", desk.work, {"kind": "book"}, name="work_book"),
    path("classes/<uuid:uid>/", desk.school_class, name="class"),
    path("classes/<uuid:uid>/<part:part>/", desk.work, {"kind": "class"}, name="work_class"),
    path("bank/", banks.bank, name="bank"),
    path("bank/add", banks.add_one, name="add"),
    path("bank/bring", banks.bring, name="bring"),
    path("bank/keep", banks.keep, name="keep"),
    path("bank/<uuid:uid>/", banks.phrase, name="phrase"),
    path("bank/<uuid:uid>/<slug:verb>", banks.step, name="step"),
]
