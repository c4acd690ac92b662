"""The WSGI application that a web server such as gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from reports.workers.tasks import workers  # noqa: E402 (needs the settings)

# The first PDF needs not wait for it; everywhere else it is started when it is needed.
workers.start()
