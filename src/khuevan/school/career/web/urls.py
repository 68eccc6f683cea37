"""Addresses: ``career/`` for staff, families and the Sở, ``h/`` for who holds a family's link."""

from django.urls import path, register_converter

from . import pages


class Level:
    """A level by its code in the national feed."""

    regex = "0[234]"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    to_url = to_python


register_converter(Level, "stage")
app_name = "career"
urlpatterns = [
    path("career/<uuid:uid>/", pages.career, name="career"),
    path("career/<uuid:uid>/<stage:level>.pdf", pages.pdf, name="pdf"),
    path("career/<uuid:uid>/share", pages.make_link, name="share"),
    path("career/links/<uuid:uid>/withdraw", pages.withdraw_link, name="withdraw"),
    path("h/<str:token>/", pages.shared, name="shared"),
    path("h/<str:token>/<stage:level>.pdf", pages.shared_pdf, name="shared_pdf"),
]
