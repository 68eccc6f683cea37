"""Addresses of what anybody may download."""

from django.urls import path

from . import views

app_name = "credentials"
urlpatterns = [
    path("verify/kiem-tra.html", views.page, name="page"),
]
