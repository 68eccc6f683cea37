"""The page that documents the API: its operations as OpenAPI has them, drawn like any other page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class Docs(DocsBase):
    """Nothing of it comes from elsewhere: the strict content policy holds here too."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """All operations in the order of their addresses, and the way to the machine-readable document."""
        document = api.get_openapi_schema(path_params=kwargs)
        operations = [
            {"path": path, "method": method.upper(), **said}
            for path, methods in sorted(document["paths"].items())
            for method, said in methods.items()
        ]
        context = {"operations": operations, "url": self.get_openapi_url(api, kwargs), "about": document["info"]}
        return render(request, "api/docs.html", context)
