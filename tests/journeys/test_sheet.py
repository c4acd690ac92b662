"""All steps on one page in a real browser: by keyboard, and with rows from a spreadsheet; with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import StepScore
from tests import factories
from tests.journeys.test_main_job import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = "Moment\tNivå\tMotivering\n" + "\n".join(f"{n}\t2,5\tSkäl {n}" for n in factories.ALL_STEPS)


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def page(open_page, request):
    """The page of a strategist in a round that has just begun."""
    organisation = factories.organisation("X100", "Ådala")
    factories.participation(factories.learning_round("omgang"), organisation)
    page = open_page(factories.member(organisation), javascript=request.param)
    page.goto("/omgangar/omgang/X100/traffar/0/")
    page.get_by_role("link", name=re.compile("Fyll i alla 10 på en sida")).click()
    return page


def scores() -> dict:
    return {number: (half, reason) for number, half, reason in rows()}


def rows():
    return StepScore.objects.values_list("step__number", "half_steps", "reason")


def test_rows_are_filled_in_by_keyboard_alone(page):
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    for number in (1, 2):
        keyboard.tab_to(f'[name="step-{number}-score"]')
        keyboard.press("ArrowDown", "ArrowDown")
        keyboard.tab_to(f'[name="step-{number}-reason"]')
        keyboard.type(f"Skäl {number}")
    keyboard.tab_to('[name="step-2-evidence"]')
    keyboard.press("Enter")
    expect(page.get_by_text("Allt är sparat.")).to_be_visible()
    assert scores() == {1: (3, "Skäl 1"), 2: (3, "Skäl 2")}


def test_ten_rows_from_a_spreadsheet_are_looked_at_and_saved(page):
    page.locator("summary", has_text="Klistra in från Excel").click()
    page.fill("#id_pasted", TABLE)
    page.get_by_role("button", name="Förhandsgranska i formuläret").click()
    expect(page.locator(".notice li")).to_have_count(10)
    expect(page.locator("#id_step-10-reason")).to_have_value("Skäl 10")
    assert scores() == {}
    page.get_by_role("button", name="Spara och granska allt").click()
    page.wait_for_url("**/granska/")
    assert scores() == {number: (5, f"Skäl {number}") for number in factories.ALL_STEPS}
