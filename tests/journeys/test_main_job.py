"""The main job in a real browser: ten steps by keyboard alone, the politician's PDF, the coordinator's table."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.permissions import Role
from assessments.models import Submission
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 12


class Keyboard:
    """Presses keys on a page and counts them; typing text is not counted."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        focused = self.page.locator(f"{selector}:focus")
        for _press in range(40):
            self.press("Tab")
            if focused.count():
                return
        raise AssertionError(f"{selector} can't be reached with Tab on {self.page.url}")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def skip_to_content(self) -> None:
        """By the first link of the page, unless the browser is there: it keeps #content when it is sent on."""
        if not self.page.url.endswith("#content"):
            self.tab_to(".skip-link")
            self.press("Enter")


def participation_with_history():
    """A round whose second meeting is open; before the first everything was level 2, with a next action on step 3."""
    participation = factories.participation(
        factories.learning_round("omgang", open_meeting=1), factories.organisation("X100", "Ådala")
    )
    first = factories.assessment(participation, 0)
    factories.submitted(first, 4, dict.fromkeys(factories.ALL_STEPS, "Skäl"))
    factories.measure(first, 3)
    return participation


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_ten_steps_by_keyboard_alone(open_page, javascript):
    participation = participation_with_history()
    page = open_page(factories.member(participation.organisation), javascript=javascript)
    page.goto("/omgangar/omgang/X100/traffar/1/moment/1/")
    presses = [fill_step(page, number) for number in factories.ALL_STEPS]
    assert max(presses) <= MOST_PRESSES, presses
    submit(page)
    submission = Submission.objects.latest().get(assessment__meeting__number=1)
    assert dict(submission.scores.values_list("step__number", "half_steps")) == dict.fromkeys(range(1, 11), 5)
    assert set(submission.texts.values_list("reason", flat=True)) == {f"Ett skäl för {n}" for n in range(1, 11)}


def fill_step(page, number: int) -> int:
    """Level 2 and a half, with a reason, saved; the number of key presses it took."""
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    keyboard.tab_to('[name="level"]')
    keyboard.press("ArrowDown")
    keyboard.tab_to('[name="half"]')
    keyboard.press("Space")
    keyboard.tab_to('[name="reason"]')
    keyboard.type(f"Ett skäl för {number}")
    keyboard.press("Tab", "Enter")  # on from a field of one line, as in every form
    page.wait_for_url(re.compile(f"/moment/{number + 1}/" if number < 10 else "/granska/"))
    return keyboard.presses


def submit(page) -> None:
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    keyboard.tab_to('form[action$="/skicka-in/"] button')
    keyboard.press("Enter")
    page.wait_for_url(re.compile("/inskickad/"))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_error_gets_the_focus_and_leads_to_its_field(open_page, javascript):
    participation = participation_with_history()
    page = open_page(factories.member(participation.organisation), javascript=javascript)
    page.goto("/omgangar/omgang/X100/traffar/1/moment/1/")
    page.click('label[for="id_level_3"]')
    page.click('label[for="id_half"]')
    page.fill('[name="reason"]', "Det här står kvar")
    page.click('.button-row button[value="next"]')
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Fel:")
    expect(page.locator('[name="reason"]')).to_have_value("Det här står kvar")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[name="half"]')).to_be_focused()


def test_politician_logs_in_and_downloads_the_page(open_page):
    participation = participation_with_history()
    factories.brief(participation, question_1="Ska vi anta en plan?")
    factories.member(participation.organisation, Role.READER, "ordforande@example.org")
    page = open_page()
    log_in(page, "ordforande@example.org")
    page.goto("/omgangar/omgang/X100/traffar/0/sammanfattning/")
    expect(page.get_by_text("Ska vi anta en plan?")).to_be_visible()
    with page.expect_download() as download:
        page.locator('a[href$="sammanfattning.pdf"]').first.click()
    document = PdfReader(BytesIO(download.value.path().read_bytes()))
    text = document.pages[0].extract_text()
    assert (len(document.pages), "Ådala" in text, "Ska vi anta en plan?" in text) == (1, True, True)


def log_in(page, email: str) -> None:
    """By keyboard: address, password, Enter."""
    page.goto("/")
    page.fill('[name="login"]', email)
    page.fill('[name="password"]', factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_url("**/")


def test_coordinator_reads_and_downloads_the_table(open_page):
    participation = participation_with_history()
    other = factories.participation(participation.round, factories.organisation("X101", "Ängsbo"))
    factories.submitted(factories.assessment(other, 0), 5)
    factories.submitted(factories.assessment(other, 1), 7)
    page = open_page(factories.member(participation.round.owner, Role.COORDINATOR))
    page.goto("/omgangar/omgang/")
    row = page.locator("table tr", has_text="Politiskt beslut").first
    assert row.locator("td").all_inner_texts()[:2] == ["2,3", "3,5"]
    with page.expect_download() as download:
        page.locator('a[href$="/tabeller/deltagare.csv"]').click()
    rows = list(csv.reader(StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Moment", "Namn", "Uppstart", "Träff 1", "+/-"]
    assert (rows[1][2:], rows[-1][0], len(rows)) == (["2,3", "3,5", "+1,0"], "Totalt", 12)
