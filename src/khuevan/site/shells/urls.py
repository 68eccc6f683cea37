"""The shells' own pages. They have no namespace: ``home``, ``search``, ``set_language``, ``offline``, ``design``."""

from django.urls import path
from django.views.i18n import set_language

from .design import design
from .home import home
from .offline import offline
from .search import find

urlpatterns = [
    path("", home, name="home"),
    path("search/", find, name="search"),
    path("language/", set_language, name="set_language"),
    path("offline/", offline, name="offline"),
    path("design/", design, name="design"),
]
