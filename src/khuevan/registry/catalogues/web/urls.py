"""Addresses of the catalogues."""

from django.urls import path

from . import browsing

app_name = "catalogues"
urlpatterns = [
    path("", browsing.fields, name="fields"),
    path("lists/", browsing.lists, name="lists"),
    path("lists/<str:code>/", browsing.one_list, name="list"),
]
