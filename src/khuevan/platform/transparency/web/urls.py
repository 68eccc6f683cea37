"""Addresses of the published logs; a day in an address is written as in ISO 8601."""

from datetime import date

from django.urls import path, register_converter

from . import public, views


class DayConverter:
    """A day in an address, as ISO 8601 writes it."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "transparency"
urlpatterns = [
    path("", views.index, name="index"),
    path("entries/<int:pk>.json", views.proof, name="proof"),
    path("<slug:log>/<day:day>.txt", public.note, name="public_note"),
    path("<slug:log>/<day:day>.json", public.leaves, name="public_leaves"),
    path("<slug:log>/<day:old>/<day:new>.json", public.growth, name="public_growth"),
    path("<slug:log>/<str:about>.json", public.proof, name="public_proof"),
    path("<day:day>.txt", views.note, name="note"),
    path("<day:day>.json", views.leaves, name="leaves"),
    path("<day:old>/<day:new>.json", views.growth, name="growth"),
]
