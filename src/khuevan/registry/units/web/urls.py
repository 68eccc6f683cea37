from django.urls import path

from . import listing

app_name = "units"
urlpatterns = [
    path("", listing.index, name="index"),
    path("report/", listing.numbers, name="report"),
]
