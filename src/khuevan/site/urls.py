"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("khuevan.site.shells.urls")),
    path("account/", include("khuevan.registry.accounts.web.urls")),
    path("audit/", include("khuevan.registry.audit.web.urls")),
]
