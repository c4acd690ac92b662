"""What a form did not offer is answered with 422 and the form, and a step that saves itself leaves it out."""

import pytest

from learning_rounds.models import ChainEntry
from tests.test_policy import PAYLOADS
from tests.world import OWN, PEER, ROUND, make_world

pytestmark = pytest.mark.django_db
PLACE = f"/omgangar/{ROUND}/{OWN}/"


def test_choice_that_was_not_offered_is_422_with_what_was_typed(client_of):
    client = client_of(make_world().people["strategist"])
    foreign = ChainEntry.objects.filter(participation__organisation__code=PEER).first()
    sent = PAYLOADS["chain-entry-create"] | {"text": "Min egen text", "leads_to": [str(foreign.pk)]}
    answer = client.post(f"{PLACE}resultatkedja/ny/", sent)
    page = answer.content.decode()
    assert (answer.status_code, "Min egen text" in page, "Något som var ikryssat" in page) == (422, True, True)


def test_slip_of_the_pen_is_200_with_what_was_typed(client_of):
    client = client_of(make_world().people["strategist"])
    answer = client.post(f"{PLACE}resultatkedja/ny/", PAYLOADS["chain-entry-create"] | {"text": ""})
    assert answer.status_code == 200


def test_fault_of_one_request_is_not_told_in_the_next(client_of):
    client = client_of(make_world().people["strategist"])
    wrong, slip = ({"level": "1", "state": state, "text": ""} for state in ("invented", "planned"))
    statuses = [client.post(f"{PLACE}resultatkedja/ny/", sent).status_code for sent in (wrong, slip)]
    assert statuses == [422, 200]


def test_step_that_saves_itself_leaves_out_what_was_not_offered(client_of):
    client = client_of(make_world().people["strategist"])
    sent = {"level": "17", "reason": "Ny text", "version": "1"}
    answer = client.post(f"{PLACE}traffar/2/moment/1/", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, "Ny text" in client.get(f"{PLACE}traffar/2/moment/1/").content.decode()) == (200, True)
