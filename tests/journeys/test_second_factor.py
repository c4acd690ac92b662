"""Getting in for the first time: a code by mail, then an app or a passkey of the browser, codes for paper, and work."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import factories
from tests.journeys.first_login import add_app, log_in_by_mail, save_the_paper, write_the_mailed_code
from tests.logins import code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "asa@example.org"


@pytest.fixture
def strategist():
    cache.clear()  # codes for one address are counted, also those of the test before
    participation = factories.participation(factories.learning_round("omgang"), factories.organisation("X100", "Ådala"))
    return factories.membership(factories.user(EMAIL, password=None), participation.organisation).user


def log_out(page) -> None:
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")


@pytest.mark.parametrize("javascript", [True, False])
def test_first_login_with_an_app(open_page, strategist, javascript):
    page = open_page(javascript=javascript)
    log_in_by_mail(page, EMAIL)
    secret = add_app(page)
    save_the_paper(page)
    expect(page.get_by_role("link", name="Ådala").first).to_be_visible()
    log_out(page)
    write_the_mailed_code(page, EMAIL)
    page.get_by_label("Kod", exact=True).fill(code_of(secret, 1))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("link", name="Ådala").first).to_be_visible()


def give_authenticator(page) -> None:
    """What a laptop with a fingerprint reader has, by Chromium's own means."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_first_login_with_a_passkey(open_page, strategist):
    page = open_page()
    give_authenticator(page)
    log_in_by_mail(page, EMAIL)
    page.get_by_role("link", name="Använd en nyckel").click()
    page.get_by_label("Vad kallar du den?").fill("Min dator")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    save_the_paper(page)
    expect(page.get_by_role("link", name="Ådala").first).to_be_visible()
    log_out(page)
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page.get_by_role("link", name="Ådala").first).to_be_visible()
    log_out(page)
    write_the_mailed_code(page, EMAIL)
    page.get_by_role("button", name="Visa nyckeln").click()
    expect(page.get_by_role("link", name="Ådala").first).to_be_visible()


def test_passkey_that_is_not_there_is_told_in_words(open_page):
    page = open_page()
    give_authenticator(page)
    page.goto("/konto/logga-in/")
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page.locator("#passkey-failed")).to_be_visible()
    expect(page.locator("#passkey-failed")).to_contain_text("Nyckeln gick inte att läsa.")
