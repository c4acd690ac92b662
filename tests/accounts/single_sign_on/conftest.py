"""A provider, the organisation Ala that logs in with it, and Åsa who belongs there."""

import pytest
import requests
from django.core.management import call_command

from accounts.models import Identity
from tests import factories
from tests.accounts.single_sign_on.provider import Provider

LOGIN = "/konto/organisationens-inloggning/"
BACK = f"{LOGIN}X001/klart/"
CONNECT = f"{LOGIN}X001/koppla/"


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def ala(db, provider):
    """The organisation, with the login that is running."""
    organisation = factories.organisation("X001", "Ala")
    return factories.identity_provider(organisation, "ala.example", issuer=provider.issuer)


@pytest.fixture
def asa(ala):
    """A reader at Ala; no role that asks for a second factor."""
    return factories.member(ala.organisation, "reader", "asa@ala.example")


@pytest.fixture
def known(ala, asa) -> Identity:
    """Her login, connected."""
    return factories.identity(asa, ala.issuer, "asa")


@pytest.fixture
def visit(client):
    """``visit(path, data)``: send the form, follow the provider's redirect, and give the answer of our own page."""
    call_command("createcachetable", verbosity=0)

    def visited(path: str = LOGIN, data: dict | None = None, client=client):
        sent = client.post(path, data or {"email": "asa@ala.example"})
        assert sent.status_code == 302, sent.status_code
        return client.get(way_back(sent.headers["Location"]))

    return visited


def way_back(address: str) -> str:
    """What the provider answers to the browser: the path of ours that it is sent to."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")
