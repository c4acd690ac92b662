"""An address that nobody gave a rule is closed, and said to be."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import include, path

from config import access
from config.urls import urlpatterns as own_patterns
from tests import factories


def forgotten(request):
    return HttpResponse("open", content_type="text/plain")


urlpatterns = [
    *own_patterns,
    path("glomd/", forgotten, name="forgotten"),
    path(
        "utan/",
        include([path("namn/", login_not_required(lambda request: HttpResponse("open", content_type="text/plain")))]),
    ),
]


def found(prefix="access."):
    return [(error.id, error.msg.split(" says")[0]) for error in run_checks() if error.id.startswith(prefix)]


def test_every_address_has_a_rule():
    assert found() == []


def test_forgotten_addresses_are_errors(settings):
    settings.ROOT_URLCONF = __name__
    assert found() == [("access.E001", "The address 'forgotten'"), ("access.E001", "The address 'namn/'")]


def test_rule_of_no_address_is_an_error(monkeypatch):
    monkeypatch.setitem(access.RULES, "gone", access.Audience.EVERYBODY)
    assert found() == [("access.E002", "The rule 'gone' is of no address.")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/glomd/", "/utan/namn/"])
def test_forgotten_address_is_closed_to_everybody(client_of, settings, address):
    settings.ROOT_URLCONF = __name__
    people = [None, factories.user(), factories.administrator()]
    answers = [client_of(person).get(address).status_code for person in people]
    answers += [client_of(person).post(address).status_code for person in people]
    assert answers == [403] * 6


@pytest.mark.django_db
def test_closed_address_opens_with_a_rule(client_of, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(access.RULES, "forgotten", access.Audience.LOGGED_IN)
    assert client_of(factories.user()).get("/glomd/").status_code == 200
    assert client_of(None).get("/glomd/").status_code == 302
