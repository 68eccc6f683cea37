"""The addresses of units."""

from django.urls import path

from . import addresses, listing, reform, unit

app_name = "units"
urlpatterns = [
    path("", listing.index, name="index"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("<uuid:uid>/", unit.unit, name="unit"),
    path("<uuid:uid>/undo/<uuid:event>/", unit.take_back, name="undo"),
    path("<uuid:uid>/hand-over/", reform.hand_over, name="hand_over"),
    path("<uuid:uid>/<str:verb>/", unit.change, name="change"),
    path("report/", listing.numbers, name="report"),
]
