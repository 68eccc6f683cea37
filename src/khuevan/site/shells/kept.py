"""The page that browsers keep for days without network. It holds nothing about anybody."""

from functools import cache
from hashlib import sha256

from django.template.loader import render_to_string

from .texts import island_texts


def kept_page(language: str, theme: str) -> str:
    """The page in the active language. Made without a request: no token, no name, no message goes in."""
    shell = {"audience": "public", "theme": theme, "island_texts": island_texts(language)}
    return render_to_string("shells/offline.html", {"shell": shell})


@cache
def fingerprint(language: str, theme: str) -> str:
    """Another one whenever a release, a language or a theme makes another page, which is then fetched anew."""
    return sha256(kept_page(language, theme).encode()).hexdigest()[:16]
