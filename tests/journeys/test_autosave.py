"""A step that saves itself in a real browser: reload, two tabs, a lost connection, a login that ran out."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from assessments.models import StepScore
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the same pages as on SQLite"),
]

STEP = "/omgangar/omgang/X100/traffar/0/moment/1/"
SAVED = re.compile(r"Allt är sparat kl\. \d\d\.\d\d\.")


@pytest.fixture
def strategist():
    learning_round = factories.learning_round("omgang")
    return factories.member(
        factories.participation(learning_round, factories.organisation("X100", "Ådala")).organisation
    )


def line_of(page):
    return page.locator("#saving")


def write(page, text: str) -> None:
    """Type as people do, at the end of what is there."""
    page.locator("#id_reason").press_sequentially(text)


def test_what_is_typed_is_there_after_a_reload(open_page, strategist):
    page = open_page(strategist)
    page.goto(STEP)
    expect(line_of(page)).to_have_text("Svaren sparas när du går vidare.")
    page.click('label[for="id_level_2"]')
    write(page, "Två nämnder")
    expect(line_of(page)).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#id_reason")).to_have_value("Två nämnder")
    expect(page.locator("#id_level_2")).to_be_checked()


def test_saving_oneself_after_the_page_saved_itself_is_no_conflict(open_page, strategist):
    """Also while a save is under way: the form waits for it."""
    page = open_page(strategist)
    page.goto(STEP)
    write(page, "Två nämnder")
    expect(line_of(page)).to_have_text(SAVED)
    write(page, " använder mallen")
    page.click('label[for="id_level_2"]')
    page.click('.button-row button[value="next"]')
    page.wait_for_url("**/moment/2/")
    assert StepScore.objects.get().reason == "Två nämnder använder mallen"


def test_two_tabs_never_overwrite_each_other(open_page, strategist):
    one, other = open_page(strategist), open_page(strategist)
    other.watch.expected = {409}
    one.goto(STEP)
    other.goto(STEP)
    write(one, "Den första texten")
    expect(line_of(one)).to_have_text(SAVED)
    write(other, "Den andra texten")
    expect(line_of(other)).to_contain_text("Din text finns kvar här men är inte sparad.")
    assert StepScore.objects.get().reason == "Den första texten"
    other.click('.button-row button[value="next"]')
    expect(other.locator("#theirs-title")).to_be_visible()
    expect(other.get_by_text("Den första texten")).to_be_visible()
    expect(other.locator("#id_reason")).to_have_value("Den andra texten")


def test_colleagues_text_is_shown_at_once_and_ones_own_can_be_kept(open_page, strategist):
    one, other = open_page(strategist), open_page(strategist)
    other.watch.expected = {409}
    one.goto(STEP)
    other.goto(STEP)
    write(one, "Den första texten")
    expect(line_of(one)).to_have_text(SAVED)
    write(other, "Den andra texten")
    expect(other.locator(".theirs")).to_contain_text("Den första texten")
    write(other, " och lite till")
    other.get_by_role("button", name="Spara mitt i stället").click()
    other.wait_for_url("**/moment/2/")
    assert StepScore.objects.get().reason == "Den andra texten och lite till"


def test_lost_connection_is_told_and_the_next_try_saves(open_page, strategist):
    page = open_page(strategist)
    page.goto(STEP)
    page.context.set_offline(True)
    write(page, "Skrivet på tåget")
    expect(line_of(page)).to_have_text("Det gick inte att spara. Texten finns kvar här. Försök igen.")
    assert all("htmx" in fault for fault in page.watch.faults)
    page.watch.faults.clear()
    page.context.set_offline(False)
    write(page, ".")
    expect(line_of(page)).to_have_text(SAVED)
    assert StepScore.objects.get().reason == "Skrivet på tåget."


def test_fault_of_the_server_is_told(open_page, strategist):
    page = open_page(strategist)
    page.watch.expected = {500}
    page.goto(STEP)
    page.route("**/moment/1/", lambda route: route.fulfill(status=500, body="<h1>Fel</h1>"))
    write(page, "Text")
    expect(line_of(page)).to_have_text("Det gick inte att spara. Texten finns kvar här. Försök igen.")
    page.watch.faults.clear()


def test_logged_out_while_writing_and_logged_in_again_in_a_new_tab(open_page, strategist, settings):
    settings.SECOND_FACTOR_OPTIONAL = True
    page = open_page(strategist)
    page.watch.expected = {403}
    page.goto(STEP)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    write(page, "Skrivet utloggad")
    expect(line_of(page)).to_contain_text("Du har loggats ut. Texten finns kvar här.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    opened.value.fill('[name="login"]', strategist.email)
    opened.value.fill('[name="password"]', factories.PASSWORD)
    opened.value.keyboard.press("Enter")
    opened.value.wait_for_url("**/")
    write(page, "!")
    expect(line_of(page)).to_have_text("Det gick inte att spara. Texten finns kvar här. Försök igen.")
    write(page, "!")
    expect(line_of(page)).to_have_text(SAVED)
    assert StepScore.objects.get().reason == "Skrivet utloggad!!"


def test_without_javascript_the_line_says_when_it_is_saved(open_page, strategist):
    page = open_page(strategist, javascript=False)
    page.goto(STEP)
    write(page, "Två nämnder")
    expect(line_of(page)).to_have_text("Svaren sparas när du går vidare.")
