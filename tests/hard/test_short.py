"""A short form of every trial of bin/test-hard, on the engine of this test run with a database of its own."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection


def processes_of(session: int) -> list[int]:
    """All that a program has started, itself left out."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError):
            if os.getsid(int(path.name)) == session != int(path.name):
                found.append(int(path.name))
    return found


def end(process: subprocess.Popen) -> None:
    """End it and what it has started; with a database server the program tidies up."""
    process.terminate()
    for each in processes_of(process.pid):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGTERM)
    process.wait(30)


def test_every_trial_holds_in_its_short_form(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'trial.sqlite3'}", "DURABLE": "1"}
    command = [sys.executable, "-m", "tests.hard.short"]
    if connection.vendor == "postgresql":
        command = [settings.BASE_DIR / "bin" / "with-postgres", *command]
    process = subprocess.Popen(  # noqa: S603 (our own program)
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _nothing = process.communicate(timeout=300)
    finally:
        end(process)
    assert process.returncode == 0, output
