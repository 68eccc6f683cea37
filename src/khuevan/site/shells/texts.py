"""The words of the islands in other languages than their own, Vietnamese; see ``islands/texts.ts``."""

import json
from functools import cache

from django.conf import settings


@cache
def island_texts(language: str) -> dict[str, str]:
    """``<island>.<key>`` → text, from ``locale/<language>/islands.json``; none for Vietnamese."""
    if language == settings.LANGUAGE_CODE:
        return {}
    path = settings.LOCALE_PATHS[0] / language / "islands.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts
