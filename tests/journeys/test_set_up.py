"""A coordinator sets up a round of five from nothing, by keyboard and without JavaScript, and publishes it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.permissions import Role
from learning_rounds.models import LearningRound
from tests import factories
from tests.journeys.test_main_job import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["Avby", "Beby", "Ceby", "Deby", "Åby"]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_coordinator_sets_up_a_round_of_five_from_nothing(open_page, javascript):
    factories.shipped_checklist()
    for number, name in enumerate(NAMES, start=1):
        factories.organisation(f"X{number}", name)
    page = open_page(factories.member(factories.coordinating_body("XRIKS"), Role.COORDINATOR), javascript=javascript)
    create(page)
    plan_meetings(page)
    paste_organisations(page)
    place_in_a_group(page)
    publish(page)
    learning_round = LearningRound.objects.get()
    assert (learning_round.slug, learning_round.state) == ("modellkommuner", "published")
    roles = dict(learning_round.participations.values_list("organisation__name", "role"))
    assert roles == dict.fromkeys(NAMES[:4], "participant") | {"Åby": "mentor"}
    assert list(learning_round.meetings.order_by("number").values_list("name", flat=True))[:2] == [
        "Uppstart",
        "Träff 1",
    ]


def press(page, selector: str) -> None:
    """Go to a link or button with Tab, and press Enter."""
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    keyboard.tab_to(selector)
    keyboard.press("Enter")


def at(page, end: str) -> None:
    """Wait for a page; the browser keeps #content when it is sent on."""
    page.wait_for_url(re.compile(f"{end}(#content)?$"))


def create(page) -> None:
    page.goto("/")
    press(page, 'a[href="/omgangar/skapa/"]')
    at(page, "/skapa/")
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    for field, text in [("name", "Modellkommuner"), ("starts_on", "2027-01-11"), ("ends_on", "15/6 2028")]:
        keyboard.tab_to(f'[name="{field}"]')
        keyboard.type(text)
    keyboard.press("Enter")
    at(page, "/upplagg/")


def plan_meetings(page) -> None:
    press(page, '.task-list a[href$="/traffar/"]')
    at(page, "/traffar/")
    press(page, 'form[action$="/forslag/"] button')
    expect(page.locator("main tbody tr")).to_have_count(5)
    press(page, ".button-row a")
    at(page, "/upplagg/")


def paste_organisations(page) -> None:
    press(page, '.task-list a[href$="/organisationer/"]')
    at(page, "/organisationer/")
    press(page, 'a[href$="/klistra-in/"]')
    at(page, "/klistra-in/")
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    keyboard.tab_to('[name="text"]')
    keyboard.type("Avby; Beby kommun\nX3\tdeby, ÅBY")
    keyboard.press("Tab", "Enter")
    expect(page.locator('main [name="code"]')).to_have_count(5)
    press(page, '[name="then"][value="add"]')
    expect(page.locator("main tbody tr")).to_have_count(5)
    press(page, ".button-row a")
    at(page, "/upplagg/")


def place_in_a_group(page) -> None:
    press(page, '.task-list a[href$="/grupper/"]')
    at(page, "/grupper/")
    press(page, 'a[href$="/grupper/ny/"]')
    at(page, "/ny/")
    press(page, "#id_name")
    at(page, "/grupper/")
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    for row in range(1, 6):
        keyboard.tab_to(f"tbody tr:nth-child({row}) select")
        keyboard.press("ArrowDown")
    keyboard.tab_to('tbody tr:nth-child(5) [value="participant"]')
    keyboard.press("ArrowDown", "Tab", "Enter")
    expect(page.locator('tbody tr:nth-child(5) [value="mentor"]')).to_be_checked()
    expect(page.get_by_text("Grupp 1 har 4 deltagare.")).to_be_visible()
    press(page, ".button-row a")
    at(page, "/upplagg/")


def publish(page) -> None:
    expect(page.get_by_text("4 av 6 delar är klara.")).to_be_visible()
    press(page, '.task-list a[href$="/publicera/"]')
    at(page, "/publicera/")
    press(page, "main form button")
    at(page, "/omgangar/modellkommuner/")
    expect(page.get_by_text("Omgången är publicerad.")).to_be_visible()
    expect(page.get_by_text("Ingen av 5 kommuner har skickat in")).to_be_visible()
    expect(page.get_by_text("Här ser du hur långt alla har kommit")).to_be_visible()
