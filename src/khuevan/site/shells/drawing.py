"""Icons as SVG: our own files, drawn once."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).parent / "icons"


@lru_cache(maxsize=512)
def _drawing(name: str) -> str:
    """The inner shapes of an icon, without its frame."""
    path = ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.exists():
        raise template.TemplateSyntaxError(
            f"There is no icon {name!r}. Copy it once: "
            f"cp node_modules/@tabler/icons/icons/outline/{name}.svg src/khuevan/site/shells/icons/"
        )
    text = path.read_text(encoding="utf-8")
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return re.sub(r"\s*\n\s*", "", inside)


@lru_cache(maxsize=1024)
def icon_html(name: str, label: str = "", size: str = "") -> SafeString:
    """An outline icon as SVG, 20 px; ``size`` "sm" is 16, "lg" is 32. Decoration unless ``label`` gives its meaning."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    css = f"icon icon--{size}" if size else "icon"
    return mark_safe(  # noqa: S308 - our own files, and the label is escaped
        f'<svg class="{css}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {role}>{_drawing(name)}</svg>'
    )
