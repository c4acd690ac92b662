"""The application as a web server loads it."""

import os
import subprocess
import sys

from django.conf import settings


def test_all_pages_are_imported_before_the_first_visitor_comes():
    program = (
        "import config.wsgi, sys; print(*sorted({'config.urls', 'reports.views', 'accounts.views'} - set(sys.modules)))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", program]
    found = subprocess.run(  # noqa: S603 (our own program)
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout == "\n"
