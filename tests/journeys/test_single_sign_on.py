"""A person connects their organisation's login and gets in with it, at a provider in a process of its own.

Chromium applies ``form-action`` to the redirects of a form too: with the ordinary policy this fails.
"""

import json
import socket
import subprocess
import sys
import time

import pytest
import requests
from playwright.sync_api import expect

from accounts.models import AuditEntry
from accounts.permissions import Role
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where the provider's own page wants its style from.
STYLE = "cdn.jsdelivr.net"
ASA = {"sub": "asa", "email": "asa@ala.example"}


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that somebody else wrote."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", json.dumps(ASA)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)
    address = f"http://127.0.0.1:{port}"
    wait_for(address)
    yield address
    process.terminate()
    process.wait(10)


def wait_for(address: str) -> None:
    for _attempt in range(300):
        try:
            requests.get(address, timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(address)


def test_person_connects_the_login_of_their_organisation_and_gets_in_with_it(open_page, provider):
    ala = factories.organisation("X001", "Ala")
    factories.identity_provider(ala, "ala.example", issuer=provider)
    asa = factories.member(ala, Role.READER, ASA["email"])
    page = open_page()
    page.watch.expected = {403, 404}  # not connected yet; and the provider has no icon
    page.watch.others = {STYLE}
    page.route(f"https://{STYLE}/**", lambda route: route.abort())
    ask_to_get_in(page)
    expect(page.locator("h1")).to_have_text("Vi känner inte den här inloggningen än")
    page.get_by_role("link", name="Logga in och koppla").click()
    page.fill('[name="login"]', asa.email)
    page.fill('[name="password"]', factories.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gå vidare till inloggningen").click()
    page.get_by_role("button", name="asa", exact=True).click()
    expect(page.get_by_text("Från och med nu kan du logga in med Ala.")).to_be_visible()
    page.get_by_role("button", name="Logga ut").click()
    ask_to_get_in(page)
    expect(page.get_by_text(asa.display_name)).to_be_visible()
    assert AuditEntry.objects.get(verb="connect-identity").actor == asa


def ask_to_get_in(page) -> None:
    page.goto("/konto/logga-in/")
    page.get_by_role("link", name="Logga in med er organisations konto").click()
    page.fill("#id_email", ASA["email"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="asa", exact=True).click()
