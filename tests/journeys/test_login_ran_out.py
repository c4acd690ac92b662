"""The login runs out while somebody writes: they log in in another tab, come back and save, with scripts or without."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from learning_rounds.models import PilotActivity
from tests import factories
from tests.journeys.first_login import write_the_mailed_code
from tests.logins import code_of, give_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "asa@example.org"
TEXT = "Två av sex nämnder\nanvänder mallen"


@pytest.mark.parametrize("javascript", [True, False])
def test_text_is_saved_after_logging_in_in_another_tab(open_page, javascript):
    cache.clear()  # codes for one address are counted, also those of the test before
    participation = factories.participation(factories.learning_round("omgang"), factories.organisation("X100", "Ådala"))
    strategist = factories.member(participation.organisation, email=EMAIL)
    secret = give_app(strategist)
    page = open_page(strategist, javascript=javascript)
    page.watch.expected = {403}
    page.goto("/omgangar/omgang/X100/piloter/ny/")
    page.locator('[name="name"]').fill("Skolan")
    page.locator('[name="problem"]').fill(TEXT)
    Session.objects.all().delete()
    page.locator('main button[type="submit"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Texten finns kvar")
    expect(page.locator("blockquote")).to_contain_text("Två av sex nämnder")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    log_in_again(opened.value, secret)
    save_again(page)
    expect(page.locator("main")).to_contain_text("Två av sex nämnder")
    assert PilotActivity.objects.get().problem.splitlines() == TEXT.splitlines()


def log_in_again(tab, secret: str) -> None:
    """With a code by mail, and the app."""
    write_the_mailed_code(tab, EMAIL)
    tab.get_by_label("Kod", exact=True).fill(code_of(secret))
    tab.get_by_role("button", name="Logga in", exact=True).click()
    expect(tab.get_by_role("link", name="Ådala").first).to_be_visible()


def save_again(page) -> None:
    """Twice: the first time the form is from before the login, and is kept once more."""
    page.get_by_role("button", name="Spara igen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Texten finns kvar")
    page.get_by_role("button", name="Spara igen").click()
