"""Texts that want to be programs, on every page in a real browser."""

import pytest
from playwright.sync_api import Error

from tests.addresses import walk
from tests.edges.payloads import EVERYTHING, IS_POSTGRESQL, SOME, world_of
from tests.journeys.conftest import session_cookie


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
        for address in list(walk())[::every]:
            if "pdf" not in address.name and "table" not in address.name and address.name[-6:] != "report":
                visit(page, address.path())
    context.close()
    assert ran == []


def visit(page, path: str) -> None:
    """Look at a page, and at what is folded away on it; what is downloaded is no page."""
    try:
        page.goto(path)
    except Error as error:
        if "Download" not in str(error) and "ERR_" not in str(error):
            raise
        return
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.wait_for_timeout(20)
