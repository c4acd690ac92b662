"""bin/bench on a database so small that its figures say nothing: it runs, and measures what it should."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMMAND = [sys.executable, "bin/bench.py", "--rounds", "1", "--organisations", "3", "--runs", "1"]
MEASURED = [
    "empty page (the floor)",
    "step page",
    "draft save, form",
    "draft save by itself",
    "organisation dashboard",
    "cohort dashboard",
    "Explore",
    "one-page PDF",
    "result report PDF",
]


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="once is enough")
def test_bench_measures_every_page(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'bench.sqlite3'}"}
    found = subprocess.run(  # noqa: S603 (our own program)
        COMMAND, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert found.returncode == 0, found.stderr
    tables = found.stdout.split("### ")[1:]
    assert [table.splitlines()[0] for table in tables] == ["1 round", "Ratio to the floor with 1 rounds"]
    for table in tables:
        rows = [line.split("|") for line in table.splitlines() if line.startswith("|")][2:]
        assert [row[1].strip().split(" (")[0] for row in rows] == [name.split(" (")[0] for name in MEASURED]
        assert all(float(cell) > 0 for row in rows for cell in row[2:3])
