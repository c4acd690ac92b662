"""The WSGI application that a web server such as gunicorn runs. Raises ImproperlyConfigured where that is unsafe."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.checks import refuse_to_start  # noqa: E402 (needs the settings, as the following)
from config.handler import Handler  # noqa: E402
from reports.workers.tasks import workers  # noqa: E402

refuse_to_start()
application = Handler()
# The first PDF needs not wait for it; everywhere else it is started when it is needed.
workers.start()
