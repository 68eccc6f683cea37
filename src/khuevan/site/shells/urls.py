"""The shells' own pages. They have no namespace: ``home``, ``search``, ``design``."""

from django.urls import path

from .design import design
from .home import home
from .search import find

urlpatterns = [
    path("", home, name="home"),
    path("search/", find, name="search"),
    path("design/", design, name="design"),
]
