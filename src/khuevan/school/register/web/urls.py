"""Addresses of the register."""

from django.urls import path

from . import book, pupils, recording, transfers

app_name = "register"
urlpatterns = [
    path("", book.book, name="book"),
    path("fill", book.fill, name="fill"),
    path("book.pdf", book.book_pdf, name="pdf"),
    path("book.xlsx", book.book_xlsx, name="xlsx"),
    path("arrive/", recording.arrive, name="arrive"),
    path("pupils/<uuid:uid>/", pupils.pupil, name="pupil"),
    path("pupils/<uuid:uid>/transfer/", transfers.ask_for, name="ask"),
    path("pupils/<uuid:uid>/<slug:kind>/", recording.record, name="record"),
    path("events/<uuid:uid>/undo", recording.undo, name="undo"),
    path("events/<uuid:uid>/paper", recording.add_paper, name="add_paper"),
    path("papers/<uuid:uid>", pupils.paper, name="paper"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<uuid:uid>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:uid>/paper.pdf", transfers.paper, name="introduction"),
    path("transfers/<uuid:uid>/<slug:verb>", transfers.step, name="step"),
    path("dossiers/<uuid:uid>/", pupils.dossier, name="dossier"),
    path("dossiers/files/<uuid:uid>", pupils.dossier_file, name="file"),
    path("family/", pupils.family, name="family"),
    path("family/<uuid:uid>/", pupils.child, name="child"),
]
