"""Copying a table of the coordinator's page in a real browser, and the page without script."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.permissions import Role
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the same pages as on SQLite"),
]

PAGE = "/omgangar/omgang/"
READ = """async (type) => (await (await navigator.clipboard.read())[0].getType(type)).text()"""


@pytest.fixture
def coordinator():
    """Of a round with levels before two meetings; step 9 has fallen."""
    learning_round = factories.learning_round("omgang", open_meeting=1)
    participation = factories.participation(learning_round)
    for meeting, level in enumerate([4, 3]):
        levels = dict.fromkeys(factories.ALL_STEPS, 5) | {9: level}
        factories.submitted(factories.assessment(participation, meeting), levels)
    return factories.member(learning_round.owner, Role.COORDINATOR)


def button_of(page):
    return page.get_by_role("button", name="Kopiera som tabell")


def test_table_is_copied_for_word_and_for_excel(open_page, coordinator):
    page = open_page(coordinator)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    button_of(page).click()
    expect(page.get_by_text("Tabellen är kopierad. Klistra in den i Word eller Excel.")).to_be_visible()
    rows = [row.split("\t") for row in page.evaluate(READ, "text/plain").split("\n")]
    name = "9. Jämställdhetsintegreringen leder till konkreta och hållbara förbättringar i verksamheterna"
    assert (rows[0], rows[9]) == (["Moment", "Uppstart", "Träff 1", "+/−"], [name, "2,0", "1,5", "−0,5"])
    assert (len(rows), rows[-1]) == (12, ["Totalt (10–40)", "24,5", "24,0", "−0,5"])
    html = page.evaluate(READ, "text/html")
    assert f"<tr><th>{name}</th><td>2,0</td><td>1,5</td><td>−0,5</td></tr>" in html


def test_failure_says_what_to_do(open_page, coordinator):
    page = open_page(coordinator)
    page.goto(PAGE)
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('no')) }")
    button_of(page).click()
    expect(page.get_by_text("Det gick inte att kopiera tabellen. Hämta den som fil i stället.")).to_be_visible()


def test_there_is_no_button_without_script(open_page, coordinator):
    page = open_page(coordinator, javascript=False)
    page.goto(PAGE)
    expect(page.locator("button[data-copy-table]")).to_have_count(1)
    expect(page.locator("button[data-copy-table]")).to_be_hidden()


def test_status_stands_as_cards_on_a_phone_and_stays_a_table(open_page, coordinator):
    page = open_page(coordinator, width=320)
    page.goto(PAGE)
    table = page.get_by_role("table", name="Hur långt varje organisation har kommit inför varje träff")
    row = table.get_by_role("row").nth(1)
    cells = row.get_by_role("cell")
    assert [cell.inner_text() for cell in cells.all()][:2] == ["Klart", "Klart"]
    assert page.evaluate("() => document.querySelector('.is-stacked').scrollWidth") <= 320
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))
