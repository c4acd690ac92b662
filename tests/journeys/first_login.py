"""Logging in for the first time in a browser: a code by mail, an app, codes for paper."""

import re

from playwright.sync_api import expect

from tests.logins import code_of, mailed_code


def write_the_mailed_code(page, email: str) -> None:
    """On the page for logging in: ask for a code and write it."""
    page.get_by_label("E-post").fill(email)
    page.get_by_role("button", name="Mejla mig en kod").click()
    field = page.get_by_label("Kod med åtta siffror")
    expect(field).to_be_visible()  # the mail has been written by then
    field.fill(mailed_code())
    page.get_by_role("button", name="Logga in").click()


def log_in_by_mail(page, email: str) -> None:
    """With the code, as far as the page that asks for a second factor."""
    page.goto("/")
    write_the_mailed_code(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du behöver ett andra steg")


def add_app(page) -> str:
    """An app that shows codes; the secret that it was told."""
    page.get_by_role("link", name="Använd en app").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Kod med sex siffror").fill(code_of(secret))
    page.get_by_role("button", name="Använd appen").click()
    return secret


def save_the_paper(page) -> None:
    """Download the codes that are kept on paper, and go on."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservkoder")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta koderna som fil").click()
    assert len(re.findall(r"^\d{8}$", download.value.path().read_text("utf-8"), re.MULTILINE)) == 10
    page.get_by_role("link", name="Jag har sparat dem").click()
