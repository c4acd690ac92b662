"""Texts that want to be programs, on every page in a real browser."""

import pytest
from django.test import Client

from tests.addresses import walk
from tests.edges.payloads import EVERYTHING, IS_POSTGRESQL, SOME, world_of
from tests.journeys.conftest import session_cookie
from tests.logins import log_in


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(IS_POSTGRESQL, reason="the same pages as on SQLite")
@pytest.mark.parametrize(("text", "every"), [(SOME, 9), pytest.param(EVERYTHING, 1, marks=pytest.mark.hard)])
def test_no_text_runs_in_a_browser(browser, live_server, monkeypatch, text, every):
    """Without the policy for content, which would keep it from running even where it became part of a page."""
    people, ran = world_of(text, monkeypatch).people, []
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: (ran.append((page.url, dialog.message)), dialog.dismiss()))
    page.on("request", lambda request: "evil.example" in request.url and ran.append((page.url, request.url)))
    page.set_content("<img src=x onerror=alert(1)>")
    page.wait_for_timeout(300)
    assert [message for _url, message in ran] == ["1"]  # what runs is noticed
    ran.clear()
    for who in ("strategist", "coordinator"):
        context.add_cookies([session_cookie(people[who], live_server.url)])
        for path in pages_of(people[who])[::every]:
            visit(page, path)
    context.close()
    assert ran == []


def pages_of(person) -> list[str]:
    """The paths that answer with a page; after an answer without one the browser is somewhere else for a moment."""
    client = Client()
    log_in(client, person)
    named = [address for address in walk() if "pdf" not in address.name and "table" not in address.name]
    paths = [address.path() for address in named if address.name not in ("round-report", "scores-template")]
    return [path for path in paths if is_page(client.get(path))]


def is_page(response) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def visit(page, path: str) -> None:
    """Look at a page, and at what is folded away on it."""
    page.goto(path)
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.wait_for_timeout(20)
