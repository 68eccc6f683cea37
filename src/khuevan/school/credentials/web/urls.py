"""Addresses of what anybody may download."""

from django.urls import path

from . import views

app_name = "credentials"
urlpatterns = [
    path(".well-known/did.json", views.did, name="did"),
    path("verify/status/<int:number>.<str:form>", views.status, name="status"),
    path("verify/kiem-tra.html", views.page, name="page"),
]
