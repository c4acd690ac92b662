"""What every answer tells the browser, and what Mozilla's Observatory would say about it."""

import re

import pytest
from django.conf import settings as project
from django.test import Client

from tests import factories
from tests.logins import log_in
from tests.world import OWN, ROUND, make_world

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}
# Directive by directive, so that whoever loosens one has to say so here.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}


@pytest.fixture
def https(settings):
    """The settings of an installation, as HTTPS=1 makes them."""
    settings.WHITENOISE_USE_FINDERS = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True


def secure(user=None, **options) -> Client:
    client = Client(headers={"x-forwarded-proto": "https"}, **options)
    if user is not None:
        log_in(client, user)
    return client


def policy_of(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: sorted(sources) for name, *sources in parts}


def faults_of(response) -> dict:
    """The headers that are not what they should be."""
    wrong = {name: response.get(name) for name, value in ALWAYS.items() if response.get(name) != value}
    if policy_of(response) != POLICY:
        wrong["Content-Security-Policy"] = policy_of(response)
    if "camera=()" not in response.get("Permissions-Policy", ""):
        wrong["Permissions-Policy"] = response.get("Permissions-Policy")
    return wrong


def answers(people) -> dict:
    """An answer of every kind: what it is, the status it must have, and the answer."""
    anybody, strategist, strict = secure(), secure(people["strategist"]), secure(enforce_csrf_checks=True)
    files = f"/omgangar/{ROUND}/{OWN}/"
    style = anybody.get("/static/css/app.css")
    style.getvalue()
    same = {"if-modified-since": style["Last-Modified"]}
    return {
        ("page", 200): anybody.get("/hjalp/"),
        ("personal page", 200): strategist.get(files),
        ("to the login", 302): anybody.get("/"),
        ("to HTTPS", 301): Client().get("/"),
        ("broken address", 400): anybody.get("/?q=%00"),
        ("unknown host", 400): anybody.get("/hjalp/", headers={"host": "evil.example"}),
        ("not allowed", 403): strategist.get(f"/omgangar/{ROUND}/"),
        ("form of elsewhere", 403): strict.post("/sprak/", {}),
        ("unknown page", 404): strategist.get("/finns-inte/"),
        ("another method", 405): strategist.put("/hjalp/"),
        ("fault of ours", 500): secure(raise_request_exception=False).get("/fel/"),
        ("style sheet", 200): style,
        ("the same again", 304): anybody.get("/static/css/app.css", headers=same),
        ("unknown file", 404): anybody.get("/static/finns-inte.css"),
        ("table", 200): strategist.get(f"{files}tabeller/nivaer.csv"),
        ("PDF", 200): strategist.get(f"{files}resultatrapport.pdf"),
    }


def test_every_kind_of_answer_has_every_header(https, settings):
    settings.ROOT_URLCONF = "tests.config.urls_with_a_fault"
    found = answers(make_world().people)
    assert {kind: answer.status_code for kind, answer in found.items()} == {kind: kind[1] for kind in found}
    faults = {kind: faults_of(answer) for kind, answer in found.items()}
    assert faults.pop(("to HTTPS", 301)) == {"Strict-Transport-Security": None}  # means nothing on plain HTTP
    assert faults == {kind: {} for kind in faults}


@pytest.mark.parametrize("kind", ["personal page", "table", "PDF", "unknown page", "not allowed"])
def test_what_somebody_sees_is_kept_nowhere(https, settings, kind):
    settings.ROOT_URLCONF = "tests.config.urls_with_a_fault"
    (answer,) = [answer for (name, _status), answer in answers(make_world().people).items() if name == kind]
    assert answer["Cache-Control"] == "private, no-store"


def observatory(response, cookies) -> tuple[int, list[str]]:
    """The score by the table of Mozilla's Observatory (mdn-http-observatory, charts.js), and what it is made of.

    From 100; anything that costs points costs all of them here. What is more than 100 counts from 90 on.
    """
    policy = policy_of(response)
    strict = policy["default-src"] == ["'none'"] and "unsafe" not in response["Content-Security-Policy"]
    safe = all(cookie["secure"] and cookie["httponly"] and cookie["samesite"] for cookie in cookies.values())
    age = int(re.findall(r"max-age=(\d+)", response.get("Strict-Transport-Security", "max-age=0"))[0])
    page = response.content.decode()
    needed = {
        "HSTS of half a year": age >= 15768000,
        "nosniff": response.get("X-Content-Type-Options") == "nosniff",
        "no other origin may read": "Access-Control-Allow-Origin" not in response,
        "scripts of our own only": not re.findall(r"""<script[^>]+src=["'](?!/static/)""", page),
    }
    points = {
        "CSP default-src 'none' without unsafe": 10 * strict,
        "cookies Secure, HttpOnly, SameSite": 5 * safe,
        "Referrer-Policy": 5 * (response.get("Referrer-Policy") in ("no-referrer", "same-origin", "strict-origin")),
        "frame-ancestors": 5 * (policy.get("frame-ancestors") == ["'none'"]),
        "COOP": 10 * (response.get("Cross-Origin-Opener-Policy") == "same-origin"),
        "CORP": 10 * (response.get("Cross-Origin-Resource-Policy") == "same-origin"),
        "COEP": 10 * (response.get("Cross-Origin-Embedder-Policy") == "require-corp"),
    }
    missing = [name for name, found in (needed | points).items() if not found]
    return (100 + sum(points.values()) if all(needed.values()) else 0), missing


@pytest.mark.parametrize("path", ["/konto/logga-in/", "/hjalp/", "/"])
def test_observatory_gives_its_best_grade(https, path):
    """A+ is 100; the preload list of browsers (5 more) is for whoever runs an installation."""
    client = secure(factories.member() if path == "/" else None)
    response = client.get(path)
    assert (response.status_code, observatory(response, response.cookies)) == (200, (155, []))
    assert all(name.startswith("__Host-") for name in client.cookies if name != project.LANGUAGE_COOKIE_NAME)


def test_observatory_notices_what_is_missing(https):
    response = secure().get("/hjalp/")
    del response["Cross-Origin-Embedder-Policy"]
    assert observatory(response, response.cookies) == (145, ["COEP"])
    response["X-Content-Type-Options"] = ""
    assert observatory(response, response.cookies) == (0, ["nosniff", "COEP"])
