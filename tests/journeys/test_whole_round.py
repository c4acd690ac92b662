"""From nothing to a printed table, and from the first login to the results report: what a whole round takes."""

import re
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.permissions import Role
from tests import factories
from tests.journeys.first_login import add_app, log_in_by_mail, save_the_paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUND = "/omgangar/omgang/"
OWN = f"{ROUND}X100/"


def downloaded(page, link: str) -> BytesIO:
    with page.expect_download() as download:
        page.locator(link).first.click()
    return BytesIO(download.value.path().read_bytes())


def test_spreadsheet_of_five_becomes_the_printed_table(open_page, tmp_path):
    learning_round = factories.learning_round("omgang", open_meeting=1)
    for number in range(5):
        factories.participation(learning_round, factories.organisation(f"X20{number}"))
    page = open_page(factories.member(learning_round.owner, Role.COORDINATOR))
    page.goto(f"{ROUND}importera/")
    book = load_workbook(downloaded(page, 'a[href$=".xlsx"]'))
    page.set_input_files('[name="file"]', fill(book, tmp_path / "skattningar.xlsx"))
    page.locator("main form button").click()
    expect(page.locator("main tbody tr")).to_have_count(5)
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="Tabell 1")).to_be_visible()
    table = load_workbook(downloaded(page, 'a[href$="/tabeller/deltagare.xlsx"]')).active
    shown = [row for row in table.iter_rows(values_only=True) if row[0] == 1]
    assert shown[0][2] == 2.3
    document = Document(downloaded(page, 'a[href$="/tabeller/deltagare.docx"]'))
    assert [cell.text for cell in document.tables[0].rows[1].cells][2] == "2,3"


def fill(book, path):
    """Levels for the kick-off: 2, and 2.5 at the first three organisations, so that the mean is 2.3."""
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    level, meeting, code = (headings.index(name) for name in ("Nivå", "Träff", "Organisationskod"))
    first = sheet[2][meeting].value
    codes = sorted({row[code].value for row in sheet.iter_rows(min_row=2)})
    for row in sheet.iter_rows(min_row=2):
        if row[meeting].value == first:
            row[level].value = 2.5 if codes.index(row[code].value) < 3 else 2
    book.save(path)
    return path


def test_municipality_goes_from_the_first_login_to_the_results_report(open_page):
    learning_round = factories.learning_round("omgang", open_meeting=0)
    participation = factories.participation(learning_round, factories.organisation("X100", "Ådala"))
    factories.member(participation.organisation, email="strateg@example.org")
    page = open_page()
    log_in_by_mail(page, "strateg@example.org")
    add_app(page)
    save_the_paper(page)
    assess(page)
    write_pilot_and_chain(page)
    write_report(page)
    text = "\n".join(
        each.extract_text() for each in PdfReader(downloaded(page, 'a[href$="resultatrapport.pdf"]')).pages
    )
    assert [part for part in EXPECTED if part not in text] == []


EXPECTED = ["Ådala", "Lika hjälp i hemmet", "Nya frågor till alla", "Vi ville veta mer", "Skäl 1"]


def assess(page) -> None:
    """All steps on one page, then check and submit."""
    page.goto(f"{OWN}traffar/0/alla/")
    for number in factories.ALL_STEPS:
        row = page.locator(f'[name="step-{number}-score"]')
        row.select_option(label="2,5")
        page.locator(f'[name="step-{number}-reason"]').fill(f"Skäl {number}")
    page.locator('button[value="check"]').click()
    page.wait_for_url(re.compile("/granska/"))
    page.locator('form[action$="/skicka-in/"] button').click()
    page.wait_for_url(re.compile("/inskickad/"))


def write_pilot_and_chain(page) -> None:
    page.goto(f"{OWN}piloter/ny/")
    page.fill('[name="name"]', "Lika hjälp i hemmet")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("Lika hjälp i hemmet")
    page.goto(f"{OWN}resultatkedja/")
    page.locator('a[href*="/resultatkedja/ny/"]').first.click()
    page.fill('[name="text"]', "Nya frågor till alla")
    page.locator("main form button").first.click()
    expect(page.get_by_text("Nya frågor till alla").first).to_be_visible()


def write_report(page) -> None:
    page.goto(f"{OWN}resultatrapport/skriv/")
    page.fill('[name="background"]', "Vi ville veta mer om oss själva.")
    page.locator("main .button-row").last.locator("button").click()
    page.goto(f"{OWN}resultatrapport/motiveringar/")
    page.locator('[name="reasons"]').first.check()
    page.locator("main form button").click()
    expect(page.get_by_text("Vi ville veta mer om oss själva.")).to_be_visible()
