"""Settings of the web server in trials: those of tests, for people who have logged in already."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

SECOND_FACTOR_OPTIONAL = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ.get("PATIENCE", "20"))
WORKER_SECONDS = float(os.environ.get("WORKER_SECONDS", "20"))
