"""Addresses of identity."""

from django.urls import path

from . import answering, codes, comparing, looking, pairs, working

app_name = "identity"
urlpatterns = [
    path("", pairs.index, name="index"),
    path("sweep", pairs.sweep, name="sweep"),
    path("sweep/progress", pairs.progress, name="progress"),
    path("look/", looking.look, name="look"),
    path("guardians/", answering.guardians, name="guardians"),
    path("staff/", working.staff, name="staff"),
    path("suspect", comparing.suspect_two, name="suspect"),
    path("pairs/<uuid:uid>/", comparing.pair, name="pair"),
    path("pairs/<uuid:uid>/merge", comparing.merge_pair, name="do-merge"),
    path("pairs/<uuid:uid>/apart", comparing.apart, name="apart"),
    path("pairs/<uuid:uid>/reopen", comparing.again, name="reopen"),
    path("merges/<uuid:uid>/", comparing.merged, name="merge"),
    path("merges/<uuid:uid>/undo", comparing.undo, name="undo"),
    path("codes/", codes.codes, name="codes"),
    path("codes/check", codes.check, name="check"),
    path("codes/adopt", codes.adopt, name="adopt"),
]
