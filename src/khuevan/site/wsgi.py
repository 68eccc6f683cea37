"""What the server's workers run."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
application = get_wsgi_application()

# The rooms stay loaded until the end: the collector need not walk through them, nor stop a page every 700 objects.
get_resolver().check()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
