from django.urls import path

from . import addresses, listing

app_name = "units"
urlpatterns = [
    path("", listing.index, name="index"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("report/", listing.numbers, name="report"),
]
