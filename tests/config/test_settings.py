"""The settings fail loudly where something unsafe would happen, and HTTPS is one switch."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

PRINT = "from config import settings as s; print([getattr(s, name, None) for name in {names!r}])"
SAFE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "jamsteg.example",
    "OPERATOR_NAME": "Koordinatorn",
    "OPERATOR_EMAIL": "koordinator@jamsteg.example",
}


def read(names: list[str], **environment) -> subprocess.CompletedProcess:
    """The values of settings in a fresh process that has only this environment."""
    kept = {"PATH": os.environ["PATH"]} | environment
    command = [sys.executable, "-c", PRINT.format(names=names)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=kept, capture_output=True, text=True, check=False)  # noqa: S603


def test_missing_secret_stops_the_start():
    started = read(["DEBUG"], DEBUG="0")
    assert (started.returncode, "SECRET_KEY" in started.stderr) == (1, True)


def test_debug_alone_is_enough_on_the_own_machine():
    started = read(["DEBUG", "HTTPS", "ALLOWED_HOSTS"], DEBUG="1")
    assert started.stdout.strip() == "[True, False, ['127.0.0.1', 'localhost']]"


@pytest.mark.parametrize(
    ("https", "expected"),
    [
        ("1", "[True, '__Host-sessionid', True, '__Host-csrftoken', True, 63072000]"),
        ("0", "[None, None, None, None, None, None]"),
    ],
)
def test_https_is_one_switch(https, expected):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME"]
    started = read([*names, "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"], HTTPS=https, **SAFE)
    assert started.stdout.strip() == expected


def test_https_is_on_unless_switched_off():
    assert read(["HTTPS", "DEBUG"], **SAFE).stdout.strip() == "[True, False]"


def test_who_answers_for_a_real_installation_has_to_be_said():
    unsaid = {name: value for name, value in SAFE.items() if not name.startswith("OPERATOR")}
    assert "OPERATOR_NAME" in read(["OPERATOR_NAME"], **unsaid).stderr
    assert read(["OPERATOR_NAME"], DEMO="1", **unsaid).stdout.strip() == "['Exempelkoordinatorn (påhittad)']"


@pytest.mark.parametrize(
    ("demo", "hosts", "starts"),
    [
        ("1", "127.0.0.1,localhost", True),
        ("0", "127.0.0.1", False),
        ("1", "jamsteg.example", False),
        ("1", "127.0.0.1,jamsteg.example", False),
        ("1", "*", False),
        ("1", "", False),
    ],
)
def test_second_factor_is_optional_in_the_demo_on_loopback_only(demo, hosts, starts):
    wanted = SAFE | {"SECOND_FACTOR_OPTIONAL": "1", "DEMO": demo, "ALLOWED_HOSTS": hosts}
    started = read(["SECOND_FACTOR_OPTIONAL"], **wanted)
    assert [started.returncode == 0, "SECOND_FACTOR_OPTIONAL" in started.stderr] == [starts, not starts]
    assert read(["SECOND_FACTOR_OPTIONAL"], **SAFE).stdout.strip() == "[False]"


@pytest.mark.django_db
def test_pages_are_sent_compressed_to_browsers_that_can():
    client = Client()
    plain, packed = client.get("/hjalp/"), client.get("/hjalp/", headers={"accept-encoding": "gzip"})
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert len(packed.content) < len(plain.content) / 2
