"""Headers of static files beyond WhiteNoise's own."""

from wsgiref.headers import Headers

WORKER = "/dist/worker.js"


def add_headers(headers: Headers, path: str, url: str) -> None:
    """The service worker may answer for every page of the product, and talk to nobody but its server."""
    if url.endswith(WORKER):
        headers["Service-Worker-Allowed"] = "/"
        headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
        headers["Cache-Control"] = "no-cache"
