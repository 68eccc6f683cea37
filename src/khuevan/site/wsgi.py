"""The web application, for a server of WSGI."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
application = get_wsgi_application()
# A page makes thousands of objects and hardly a cycle: to look for cycles after every 700 took 2 to 5 % of it.
gc.set_threshold(50_000, 20, 20)
