"""Make the page that checks without a network, and keep it for whoever asks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from khuevan.kernel.clock import now
from khuevan.platform.proof.api import offline_page
from khuevan.registry.isolation.api import NOBODY, Scope, enter

from ..queries.offline import page_data

TITLE = "Kiểm tra học bạ không cần mạng"
NOSCRIPT = "Trang này cần JavaScript: mọi việc kiểm tra làm ngay trên máy của bạn."
FRESH = timedelta(hours=2)


def page_file() -> Path:
    """Where the page lies that was made last."""
    return Path(settings.DATA_DIR) / "public" / "kiem-tra.html"


def make_page() -> bytes:
    """The page as of now, also kept in ``page_file``; acts for the province."""
    made = offline_page(page_data(), TITLE, NOSCRIPT)
    place = page_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(".new")
    beside.write_bytes(made)
    beside.replace(place)
    return made


def current_page(back: Scope = NOBODY) -> bytes:
    """The page that was made within the last two hours, or a new one. ``back``: for whom the transaction acts on."""
    place = page_file()
    if place.exists() and now() - datetime.fromtimestamp(place.stat().st_mtime, UTC) < FRESH:
        return place.read_bytes()
    enter(Scope("province"))
    try:
        return make_page()
    finally:
        enter(back)
