"""The design system's own page: every component in every state, with realistic Vietnamese content."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import samples
from .context import THEMES
from .levels import SCALES
from .states import STATES


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """``/design/``: for those who build pages. Shows invented people only, so it is open to everybody."""
    context = {
        "themes": THEMES,
        "states": STATES,
        "scales": SCALES,
        "forms": [samples.form(theme) for theme in THEMES],
        "steps": samples.STEPS,
        "tabs": samples.TABS,
        "crumbs": samples.CRUMBS,
        "pupils": samples.PUPILS,
        "icons": samples.icons(),
        "page": Paginator(range(640), 40).page(4),
    }
    if "toast" in request.GET:
        messages.success(request, "Đã lưu 40 điểm môn Toán lớp 7A.")
    return render(request, "design/index.html", context)
