"""A form is carried out once, however often it is sent; nobody gets the answer to somebody else's."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import AppliedSave, AuditEntry, Invitation
from assessments.models import StepScore
from learning_rounds.models import (
    ChainEntry,
    GroupMeeting,
    LearningGroup,
    LearningMeeting,
    LearningRound,
    Participation,
    PilotActivity,
    PilotNote,
)
from tests import factories as make
from tests import sweeps
from tests.addresses import by_name
from tests.forms import forms_of
from tests.world import make_world

SENDS_ITSELF = {"HX-Request": "true"}
# One logs out, the other sends a file and changes nothing before the next page.
NOT_NUMBERED = {
    "accounts/identity_connect.html",
    "accounts/invitation_gone.html",
    "accounts/organisation_login.html",
    "reports/scores_import.html",
}
OWN_TEMPLATES = ("learning_rounds/", "assessments/", "reports/", "accounts/")


@pytest.fixture
def place(db):
    participation = make.participation()
    return participation, make.member(participation.organisation)


def new_pilot(participation) -> str:
    return reverse("pilot-create", args=[participation.round.slug, participation.organisation.code])


def pilot(number=None, **changes) -> dict:
    return {"name": "Skolan", "status": "planned", "client_id": str(number or uuid4())} | changes


# --- Sent twice ------------------------------------------------------------------------------------------------------


def test_form_sent_twice_is_carried_out_once_and_answered_alike(client_of, place):
    participation, strategist = place
    client, data = client_of(strategist), pilot()
    answers = [client.post(new_pilot(participation), data) for _time in range(3)]
    made = PilotActivity.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, made.get_absolute_url())}
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["add-pilot"]


def test_same_content_in_two_forms_is_two_things(client_of, place):
    participation, strategist = place
    for _time in range(2):
        client_of(strategist).post(new_pilot(participation), pilot())
    assert PilotActivity.objects.count() == 2


def test_other_content_in_a_form_that_was_sent_is_not_lost(client_of, place):
    """Who goes back in the browser and changes something sends the old number with a new text."""
    participation, strategist = place
    number = uuid4()
    for name in ("Skolan", "Förskolan"):
        client_of(strategist).post(new_pilot(participation), pilot(number, name=name))
    assert set(PilotActivity.objects.values_list("name", flat=True)) == {"Skolan", "Förskolan"}


def test_number_of_somebody_else_is_not_answered_with_their_answer(client_of, place):
    participation, strategist = place
    colleague, data = make.member(participation.organisation), pilot()
    answers = [client_of(person).post(new_pilot(participation), data).url for person in (strategist, colleague)]
    assert (len(set(answers)), PilotActivity.objects.count()) == (2, 2)


def test_form_that_was_refused_can_be_sent_again(client_of, place):
    participation, strategist = place
    client, data = client_of(strategist), pilot()
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert client.post(new_pilot(participation), data).status_code == 409
    LearningRound.objects.update(state=LearningRound.State.PUBLISHED)
    assert (client.post(new_pilot(participation), data).status_code, PilotActivity.objects.count()) == (302, 1)


def test_form_with_a_mistake_is_looked_at_every_time(client_of, place):
    participation, strategist = place
    client, data = client_of(strategist), pilot(name="")
    answers = [client.post(new_pilot(participation), data).status_code for _time in range(2)]
    assert (answers, AppliedSave.objects.count()) == ([200, 200], 0)


@pytest.mark.parametrize("number", ["", "x" * 37, "å" * 400])
def test_form_without_a_number_is_carried_out_every_time(client_of, place, number):
    participation, strategist = place
    for _time in range(2):
        client_of(strategist).post(new_pilot(participation), pilot(client_id=number))
    assert (PilotActivity.objects.count(), AppliedSave.objects.count()) == (2, 0)


def test_step_that_saves_itself_gets_the_same_line_twice(client_of, place):
    participation, strategist = place
    slug, code = participation.round.slug, participation.organisation.code
    number = participation.round.open_meeting().number
    url, client = reverse("step-edit", args=[slug, code, number, 7]), client_of(strategist)
    data = {"reason": "Skäl", "version": "0", "client_id": str(uuid4())}
    lines = [client.post(url, data, headers=SENDS_ITSELF).content.decode() for _time in range(2)]
    assert (lines[0], StepScore.objects.get().version) == (lines[1], 1)
    assert 'name="version" id="id_version" value="1"' in lines[0]


def test_what_was_carried_out_long_ago_is_forgotten(db, run):
    old, new = make.applied_save(), make.applied_save()
    AppliedSave.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    assert run("forget_applied_saves") == "1 forgotten\n"
    assert list(AppliedSave.objects.all()) == [new]


@pytest.mark.django_db(transaction=True)
def test_form_sent_several_times_at_once_is_carried_out_once(client_of):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    participation = make.participation()
    strategist, data = make.member(participation.organisation), pilot()
    clients = [client_of(strategist) for _number in range(6)]

    def send(client):
        try:
            return client.post(new_pilot(participation), data).url
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(send, clients))
    assert answers == {PilotActivity.objects.get().get_absolute_url()}


# --- Every form that makes something ---------------------------------------------------------------------------------

MADE = {
    "pilot-create": (PilotActivity, {"name": "Ny"}),
    "pilot-note-create": (PilotNote, {"text": "Ny"}),
    "chain-entry-create": (ChainEntry, {"level": "1", "text": "Ny"}),
    "measure-create": (None, {"step": "1", "text": "Ny"}),
    "meeting-create": (LearningMeeting, {"name": "Ny"}),
    "group-create": (LearningGroup, {"name": "Ny"}),
    "invitation-create": (Invitation, {"email": "ny@example.org", "role": "reader"}),
    "round-create": (LearningRound, {"name": "Ny", "starts_on": "2027-01-11", "ends_on": "2028-06-01"}),
    "group-meeting-edit": (GroupMeeting, {"place": "Ny"}),
    "round-next": (LearningRound, {"name": "Ny", "starts_on": "2027-01-11", "ends_on": "2028-06-01", "confirmed": "1"}),
    "organisations-paste": (Participation, {"text": "X006", "code": "X006", "then": "add"}),
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.django_db
def test_double_click_makes_one(client_of, name):
    """The form is read from its page and sent twice: one more row, the same answer."""
    from assessments.models import Measure

    model, typed = MADE[name]
    model = model or Measure
    world = make_world()
    if name == "group-meeting-edit":
        GroupMeeting.objects.all().delete()
    path, before = by_name()[name].path(), model.objects.count()
    for who in ("strategist", "coordinator"):
        client = client_of(world.people[who])
        page = client.get(path)
        if page.status_code == 200:
            break
    form = next(form for form in forms_of(page.content.decode()) if form.method == "post")
    data = form.data | typed
    answers = [client.post(urljoin(path, form.action), data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (answers[0].url, model.objects.count()) == (answers[1].url, before + 1)


# --- Every form carries a number -------------------------------------------------------------------------------------


def forms_without_number(templates: dict[str, str]) -> list[str]:
    """The templates with a form that changes something and has no number."""
    found = []
    for name, source in templates.items():
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source, re.DOTALL)
        if any("{% client_id %}" not in form for form in forms) and name not in NOT_NUMBERED:
            found.append(name)
    return sorted(found)


def test_every_form_of_the_work_carries_a_number():
    """Put ``{% client_id %}`` behind ``{% csrf_token %}``; logging in is no work that can be doubled."""
    folder = sweeps.BASE / "templates"
    templates = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    own = {name: source for name, source in templates.items() if name.startswith(OWN_TEMPLATES)}
    assert forms_without_number(own) == []


def test_form_without_a_number_is_noticed():
    form = '<form method="post">{% csrf_token %}</form>'
    assert forms_without_number({"a.html": form, "b.html": form.replace("token %}", "token %}{% client_id %}")}) == [
        "a.html"
    ]


@pytest.mark.django_db
def test_numbered_form_that_needs_a_fresh_login_leads_to_it(client_of):
    person = make.user()
    response = client_of(person).post(reverse("account-close"), {"client_id": "1"})
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        reverse("account_reauthenticate"),
    )
    assert (AppliedSave.objects.count(), type(person).objects.get(pk=person.pk).is_active) == (0, True)
