"""What was typed survives a login that ran out and a form that became too old; other sites can't use that."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import StepScore
from tests import factories as make
from tests.logins import log_in

pytestmark = pytest.mark.django_db
ANSWER = {"level": "3", "reason": "Två av sex nämnder\nanvänder mallen", "version": "0", "then": "next"}
OWN_PAGE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def place():
    participation = make.participation()
    url = reverse("step-edit", args=[participation.round.slug, participation.organisation.code, 0, 7])
    return url, make.member(participation.organisation)


def hidden_fields(page: str) -> bool:
    return all(f'name="{name}"' in page for name in ANSWER)


def test_text_typed_while_the_login_ran_out_is_kept(place):
    url, _strategist = place
    response = Client(headers=OWN_PAGE).post(url, ANSWER)
    page = response.content.decode()
    assert [response.status_code, hidden_fields(page)] == [403, True]
    assert "Två av sex nämnder<br>använder mallen" in page


def test_text_of_a_form_that_is_too_old_is_kept_and_can_be_saved(place):
    url, strategist = place
    client = Client(enforce_csrf_checks=True, headers=OWN_PAGE)
    log_in(client, strategist)
    kept = client.post(url, ANSWER | {"csrfmiddlewaretoken": "x" * 64})
    assert [kept.status_code, StepScore.objects.count()] == [403, 0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', kept.content.decode())[1]
    assert client.post(url, ANSWER | {"csrfmiddlewaretoken": token}).status_code == 302
    assert StepScore.objects.get().half_steps == 6


def test_step_that_saves_itself_asks_for_the_second_factor(place):
    url, strategist = place
    client = Client()
    client.force_login(strategist)
    response = client.post(url, ANSWER, headers={"HX-Request": "true"})
    line = response.content.decode()
    assert (response.status_code, reverse("second-factor-needed") in line) == (403, True)


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}])
def test_another_site_cannot_put_words_into_the_page(place, headers):
    url, strategist = place
    client = Client(enforce_csrf_checks=True, headers=headers)
    log_in(client, strategist)
    page = client.post(url, ANSWER).content.decode()
    assert "Två av sex nämnder" not in page


def test_a_password_is_never_printed_back():
    client = Client(enforce_csrf_checks=True, headers=OWN_PAGE)
    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "my secret words"})
    assert [response.status_code, b"secret" in response.content] == [403, False]


def test_without_anything_typed_the_login_is_shown(place):
    url, _strategist = place
    assert Client(headers=OWN_PAGE).get(url).status_code == 302
