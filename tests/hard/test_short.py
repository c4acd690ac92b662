"""A short version of every trial of bin/test-hard, on the engine of this test run with a database of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

TRIALS = {
    "trial_overwriting": ["--saves", "40"],
    "trial_killing": ["--saves", "40", "--kills", "1"],
    "trial_outage": ["--seconds", "7"],
}


def run(trial: str, folder) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", f"tests.hard.{trial}", *TRIALS[trial]]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'trial.sqlite3'}", "DURABLE": "1"}
    if connection.vendor == "postgresql":
        command = [settings.BASE_DIR / "bin" / "with-postgres", *command]
    return subprocess.run(  # noqa: S603 (our own program)
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_every_trial_has_a_short_version():
    found = {path.stem for path in (settings.BASE_DIR / "tests" / "hard").glob("trial_*.py")}
    assert set(TRIALS) == found


@pytest.mark.parametrize("trial", TRIALS)
def test_trial_holds(trial, tmp_path):
    found = run(trial, tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
