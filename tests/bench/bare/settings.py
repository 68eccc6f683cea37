"""The product's settings without all that the product does to a request."""

from khuevan.site.settings import *  # noqa: F403
from khuevan.site.settings import INSTALLED_APPS as ALL

INSTALLED_APPS = [name for name in ALL if not name.startswith("allauth")]  # it insists on its middleware
ROOT_URLCONF = "tests.bench.bare.views"
MIDDLEWARE: list[str] = []
TEMPLATES: list[dict[str, object]] = []
