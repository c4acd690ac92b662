"""The WSGI application that a web server such as gunicorn runs. Raises ImproperlyConfigured where that is unsafe."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 (needs the settings, as the following)

from config.checks import refuse_to_start  # noqa: E402
from config.handler import Handler  # noqa: E402
from reports.workers.tasks import workers  # noqa: E402

refuse_to_start()
# All pages are imported now, and not while the first visitor of each process waits: on a busy machine for a minute.
import_module(settings.ROOT_URLCONF)
application = Handler()
# The first PDF needs not wait for it; everywhere else it is started when it is needed.
workers.start()
