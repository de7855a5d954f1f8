"""WSGI entry point for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from portal.operations import pulse  # noqa: E402  only once the portal is set up

pulse.start()
# All of the portal is loaded before the first reader comes, and the collector never walks it again: that took
# a fifth of a second now and then, of somebody's page.
assert get_resolver().url_patterns
gc.collect()
gc.freeze()
