"""The application does not start where that would be unsafe: real processes, as a web server starts them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "SECRET_KEY": "gX2-kq8_TzR4vWm1nB7yLpC5dHs9aJ0uEf3iOoQxZrKt6MbYwN",
    "ALLOWED_HOSTS": "jamsteg.example",
    "OPERATOR_NAME": "Koordinatorn",
    "OPERATOR_EMAIL": "koordinator@jamsteg.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DATABASE_URL": "sqlite://:memory:",
}
ON_THE_OWN_MACHINE = {"DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def started(environment: dict, program: str = "import config.wsgi") -> subprocess.CompletedProcess:
    """What became of a process that starts the application with this environment and no other."""
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("environment", [SAFE, ON_THE_OWN_MACHINE, SAFE | {"DEMO": "1", "EMAIL_URL": "consolemail://"}])
def test_safe_settings_start(environment):
    assert started(environment).returncode == 0


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "jamsteg.example,*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "localhost,10.0.0.8"}, "DEBUG"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": SAFE["SECRET_KEY"][:49]}, "SECRET_KEY"),
        ({"SECRET_KEY": "only-for-development-never-for-others-and-fifty-long"}, "SECRET_KEY"),
        ({"SECRET_KEY": f"django-insecure-{SAFE['SECRET_KEY']}"}, "SECRET_KEY"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL"),
        ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL"),
    ],
)
def test_unsafe_settings_do_not_start_and_say_what_to_do(changed, word):
    process = started(SAFE | changed)
    last = process.stderr[process.stderr.index("ImproperlyConfigured") :]
    assert (process.returncode, word in last) == (1, True)


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_cache_that_processes_do_not_share_does_not_start(backend):
    program = f"""
import config.settings
config.settings.CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.{backend}"}}}}
import config.wsgi
"""
    process = started(SAFE, program)
    assert (process.returncode, "is not shared" in process.stderr) == (1, True)


def test_web_server_gives_up_on_unsafe_settings():
    command = "import sys; sys.argv = ['gunicorn', 'config.wsgi', '--bind', '127.0.0.1:0']; "
    command += "from gunicorn.app.wsgiapp import run; run()"
    process = started(SAFE | {"ALLOWED_HOSTS": "*"}, command)
    assert (process.returncode, "ALLOWED_HOSTS=*" in process.stderr) == (3, True)


def test_commands_refuse_them_too():
    command = "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check'])"
    environment = SAFE | {"ALLOWED_HOSTS": "*", "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = started(environment, command)
    assert (process.returncode, "jamsteg.E001" in process.stderr) == (1, True)


def test_deployment_check_finds_nothing():
    command = "from django.core.management import execute_from_command_line as run; "
    command += "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
    process = started(SAFE | {"DJANGO_SETTINGS_MODULE": "config.settings"}, command)
    assert (process.returncode, "no issues" in process.stdout) == (0, True), process.stderr
