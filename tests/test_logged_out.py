"""The login runs out while somebody writes, in every form there is: the text survives, and is saved after login."""

import html
import re
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from accounts import second_factor
from config.kept import NEVER_KEPT
from learning_rounds.models import PilotActivity
from tests import factories
from tests.addresses import by_name
from tests.forms import forms_of
from tests.logins import code_of, give_app, log_in, mailed_code
from tests.test_bad_input import TYPED, any_text, filled, pages_with_forms, sent
from tests.test_project import PUBLIC
from tests.world import make_world

pytestmark = pytest.mark.django_db

SECOND_STEP = "/konto/tva-steg/visa/"
OWN_PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}
# How many forms there are at least, so that none can get lost here.
PEOPLE = {"strategist": 20, "coordinator": 20, "administrator": 5, "reader": 2}


def as_sent(form) -> dict[str, list[str]]:
    """What a browser sends: a box that is not ticked is left out."""
    values = {name: [value] if isinstance(value, str) else value for name, value in filled(form).items()}
    return {name: value for name, value in values.items() if value}


def forms_of_everything(client):
    """Every form behind the login that holds anything but secrets, and where it is sent."""
    for name in sorted(set(by_name()) - PUBLIC):
        for path, form in pages_with_forms(client, name):
            if form.method == "post" and as_sent(form) and not NEVER_KEPT & set(form.data):
                yield path, form


def kept_form(client, path: str, form):
    """The form on the page for somebody who is not let in: nothing of it is lost, and what was written is shown."""
    response = sent(client, path, form, as_sent(form))
    page = response.content.decode()
    (again,) = forms_of(page)
    assert (response.status_code, urljoin(path, again.action), again.data) == (403, path, as_sent(form))
    assert not any_text(form) or TYPED in html.unescape(page), path
    return again


def outcome(response) -> tuple[int, str]:
    """What came of a form; ids of new rows may differ."""
    return response.status_code, re.sub(r"\d+", "0", response.headers.get("Location", ""))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_form_is_kept_while_logged_out_and_does_the_same_afterwards(client_of, who):
    person = make_world().people[who]
    inside, outside, halfway = client_of(person), Client(**OWN_PAGE), Client(**OWN_PAGE)
    log_in(halfway, person, with_factor=False)
    places = [outside, halfway] if second_factor.is_needed_by(person) else [outside]
    forms = list(forms_of_everything(inside))
    for path, form in forms:
        expected = outcome(sent(inside, path, form, as_sent(form)))
        for place in places:
            again = kept_form(place, path, form)
            assert outcome(sent(inside, path, again, again.data)) == expected, path
    assert len(forms) >= PEOPLE[who]


# --- The whole way, as a browser without scripts goes it --------------------------------------------------------------


def token_in(response) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def send_form(client, path: str, **data):
    """Open a page and send its form."""
    return client.post(path, data | {"csrfmiddlewaretoken": token_in(client.get(path))})


def by_password(client, person) -> None:
    send_form(client, "/konto/logga-in/", login=person.email, password=factories.PASSWORD)


def by_mailed_code(client, person) -> None:
    send_form(client, "/konto/logga-in/kod/", email=person.email)
    send_form(client, "/konto/logga-in/kod/visa/", code=mailed_code())


@pytest.mark.parametrize("log_in_again", [by_password, by_mailed_code])
def test_text_is_saved_after_logging_in_with_the_second_factor_on_the_way(log_in_again):
    participation = factories.participation()
    strategist = factories.member(participation.organisation)
    secret = give_app(strategist)
    client = Client(enforce_csrf_checks=True, **OWN_PAGE)
    log_in(client, strategist)
    path = f"/omgangar/{participation.round.slug}/{participation.organisation.code}/piloter/ny/"
    page = client.get(path)
    (form,) = forms_of(page.content.decode())
    Session.objects.all().delete()

    def save(shown) -> HttpResponse:
        return client.post(path, as_sent(form) | {"csrfmiddlewaretoken": token_in(shown)})

    kept = save(page)
    log_in_again(client, strategist)
    kept_until_the_second_step = save(kept)
    send_form(client, SECOND_STEP, code=code_of(secret))
    from_before_the_login = save(kept)
    saved = save(from_before_the_login)
    steps = [kept, kept_until_the_second_step, from_before_the_login, saved]
    assert [step.status_code for step in steps] == [403, 403, 403, 302]
    assert [TYPED in html.unescape(step.content.decode()) for step in steps] == [True, True, True, False]
    assert PilotActivity.objects.get().name == TYPED
