"""Settings of the test runs: those of an installation on plain HTTP, made quick and independent of this machine.

A module of its own, because pytest-django reads the settings before any conftest.py. Only DATABASE_URL comes from
outside: bin/test sets it for each database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ |= {
    "DEBUG": "0",
    "DEMO": "0",
    "SECOND_FACTOR_OPTIONAL": "0",
    "HTTPS": "0",
    "SECRET_KEY": "tests-only-0123456789-" * 3,
    "OPERATOR_NAME": "Testkoordinatorn",
    "OPERATOR_EMAIL": "test@example.org",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
}
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from config.settings import *  # noqa: F403

# Static files are served as they lie: no collectstatic before the tests.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# One round of hashing: logging in is not what most tests are about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A machine that is busy with tests takes its time; the tests of the limit set one of their own.
WORKER_SECONDS = 120
# Places of its own for each test process, so that they do not wait for each other; those of a trial share some.
WORKER_DIR = Path(os.environ.get("TEST_WORKER_DIR") or tempfile.mkdtemp(prefix="jamsteg-tests-"))
if "TEST_WORKER_DIR" not in os.environ:
    atexit.register(shutil.rmtree, WORKER_DIR, ignore_errors=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
