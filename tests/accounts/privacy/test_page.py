"""The page about personal data says what the registry says, and pages where people write say what not to write."""

import html

import pytest
from django.utils import translation

from accounts.privacy.registry import all_tables
from tests.world import OWN, ROUND, make_world

pytestmark = pytest.mark.django_db
HINT = "Skriv inga uppgifter om enskilda invånare eller medarbetare."
PLACE = f"/omgangar/{ROUND}/{OWN}/"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_is_written_from_the_registry(client, language):
    page = html.unescape(client.get("/personuppgifter/", headers={"accept-language": language}).content.decode())
    with translation.override(language):
        sentences = {
            str(sentence)
            for purpose in {table.purpose for table in all_tables() if table.purpose}
            for sentence in (purpose.what, purpose.why, purpose.how_long, purpose.who)
        }
    about_people = [table for table in all_tables() if table.is_about_people]
    fields = {f"<dd>{', '.join(table.fields('personal', 'secrets', 'free_text'))}</dd>" for table in about_people}
    assert {text for text in sentences | fields if text not in page} == set()
    assert page.count("<dd>") == len(about_people)


def test_page_leads_to_ones_own(client, client_of):
    own = 'href="/konto/mina-sidor/">Till Mina sidor</a>'
    person = make_world().people["reader"]
    answers = [client.get("/personuppgifter/"), client_of(person).get("/personuppgifter/")]
    assert [own in answer.content.decode() for answer in answers] == [False, True]


@pytest.mark.parametrize("page", ["piloter/ny/", "resultatkedja/ny/", "nasta-steg/nytt/", "om-deltagandet/andra/"])
def test_pages_where_people_write_say_what_not_to_write(client_of, page):
    assert HINT in client_of(make_world().people["strategist"]).get(PLACE + page).content.decode()
