"""The checklist of a round, publishing it and taking that back; the task list that leads there."""

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from checklists.models import Checklist
from learning_rounds.models import LearningRound
from learning_rounds.set_up import set_up_of
from tests import factories
from tests.factories import day

pytestmark = pytest.mark.django_db

SET_UP = "/omgangar/omgang/upplagg/"
PUBLISH, UNPUBLISH, CHECKLIST = SET_UP + "publicera/", SET_UP + "avpublicera/", SET_UP + "checklista/"
DRAFT, PUBLISHED = LearningRound.State.DRAFT, LearningRound.State.PUBLISHED


@pytest.fixture
def learning_round():
    return factories.learning_round("omgang", meetings=1, state=DRAFT)


@pytest.fixture
def participation(learning_round):
    return factories.participation(learning_round, factories.organisation("X1", "Avby"))


@pytest.fixture
def client(client_of, learning_round):
    return client_of(factories.member(learning_round.owner, Role.COORDINATOR))


def state_of(learning_round) -> str:
    learning_round.refresh_from_db()
    return learning_round.state


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- The task list ---------------------------------------------------------------------------------------------------


def states(learning_round) -> list[str]:
    return [task.state for task in set_up_of(learning_round).tasks]


def test_task_list_says_how_far_everything_is(learning_round):
    assert states(learning_round) == ["begun", "complete", "complete", "none", "none", "none"]
    group = factories.learning_group(learning_round, "Norr")
    assert states(learning_round)[3:] == ["none", "begun", "none"]
    for role in ("participant", "mentor"):
        factories.participation(learning_round, role=role, group=group)
    LearningRound.objects.update(starts_on=day("2026-01-01"), ends_on=day("2027-01-01"), state=PUBLISHED)
    learning_round.refresh_from_db()
    assert states(learning_round) == ["complete"] * 6
    learning_round.meetings.update(assessment_due_on=None)
    assert states(learning_round)[1] == "begun"
    learning_round.meetings.all().delete()
    assert states(learning_round)[1] == "none"


# --- Publishing ------------------------------------------------------------------------------------------------------


def test_round_is_published_once_and_then_seen_by_those_who_take_part(client_of, client, learning_round, participation):
    strategist = client_of(factories.member(participation.organisation))
    assert strategist.get("/omgangar/omgang/X1/").status_code == 404
    assert [client.post(PUBLISH)["Location"] for _click in range(2)] == ["/omgangar/omgang/"] * 2
    assert (state_of(learning_round), verbs()) == ("published", ["publish-round"])
    assert strategist.get("/omgangar/omgang/X1/").status_code == 200
    assert client.get("/omgangar/omgang/").status_code == 200


def test_round_is_not_published_before_everything_needed_is_there(client, learning_round):
    learning_round.meetings.update(assessment_due_on=None)
    Checklist.objects.filter(pk=learning_round.checklist_id).update(state=Checklist.State.WITHDRAWN)
    pages = [client.get(PUBLISH), client.post(PUBLISH)]
    assert [page.status_code for page in pages] == [200, 409]
    for sentence in (
        "Lägg till minst en träff med självskattning.",
        "Välj en checklista som är publicerad.",
        "Lägg till minst en organisation.",
    ):
        assert all(sentence in page.content.decode() for page in pages)
    assert state_of(learning_round) == "draft"


def test_what_should_be_there_is_said_but_stops_nobody(client, learning_round, participation):
    page = client.get(PUBLISH).content.decode()
    assert ("Utan grupp: Avby." in page, "Ännu kan ingen fylla i för Avby. Bjud in" in page) == (True, True)
    factories.member(participation.organisation)
    assert "Ännu kan ingen fylla i" not in client.get(PUBLISH).content.decode()
    client.post(PUBLISH)
    assert state_of(learning_round) == "published"


def test_all_last_days_having_passed_is_said(client, learning_round, participation):
    assert "Alla sista dagar har passerat." not in client.get(PUBLISH).content.decode()
    learning_round.meetings.update(assessment_due_on=day("2020-01-01"))
    assert "Alla sista dagar har passerat." in client.get(PUBLISH).content.decode()


def test_names_of_very_many_are_cut_short(learning_round):
    for number in range(7):
        factories.participation(learning_round, factories.organisation(f"X{number}", f"By {number}"))
    assert set_up_of(learning_round).group_warnings == ["Utan grupp: By 0, By 1, By 2, By 3, By 4 och 2 till."]


# --- Taking it back --------------------------------------------------------------------------------------------------


def test_round_becomes_a_draft_again_while_nobody_has_written(client, learning_round, participation):
    LearningRound.objects.update(state=PUBLISHED)
    assert client.get(UNPUBLISH).status_code == 200
    assert [client.post(UNPUBLISH).status_code for _click in range(2)] == [302, 302]
    assert (state_of(learning_round), verbs()) == ("draft", ["unpublish-round"])


def test_round_stays_published_once_somebody_has_written(client, learning_round, participation):
    LearningRound.objects.update(state=PUBLISHED)
    factories.assessment(participation, learning_round.meetings.get())
    answers = [client.get(UNPUBLISH), client.post(UNPUBLISH), client.get(PUBLISH)]
    assert [answer.status_code for answer in answers] == [200, 409, 200]
    assert all("Därför förblir omgången publicerad." in answer.content.decode() for answer in answers)
    assert state_of(learning_round) == "published"


@pytest.mark.parametrize("page", [PUBLISH, UNPUBLISH])
def test_archived_round_is_neither_published_nor_unpublished(client, learning_round, participation, page):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert (client.post(page).status_code, state_of(learning_round)) == (409, "archived")


# --- The checklist ---------------------------------------------------------------------------------------------------


def test_published_checklists_are_offered_with_their_steps(client, learning_round):
    factories.checklist(name_sv="Ny lista")
    factories.checklist(name_sv="Hemlig", state=Checklist.State.DRAFT)
    factories.checklist(name_sv="Gammal", state=Checklist.State.WITHDRAWN)
    page = client.get(CHECKLIST).content.decode()
    assert [name in page for name in ("Ny lista", "Hemlig", "Gammal")] == [True, False, False]
    assert ("<li>Moment 3</li>" in page, page.count('name="checklist"')) == (True, 2)


def test_checklist_is_chosen(client, learning_round):
    other = factories.checklist()
    assert client.post(CHECKLIST, {"checklist": other.pk, "version": "1"}).status_code == 302
    learning_round.refresh_from_db()
    assert (learning_round.checklist, verbs()) == (other, ["change-round"])


@pytest.mark.parametrize("value", ["", "0", "x", "9" * 400])
def test_checklist_that_is_not_offered_is_a_form_error(client, learning_round, value):
    response = client.post(CHECKLIST, {"checklist": value, "version": "1"})
    assert (response.status_code, "Välj en checklista." in response.content.decode()) == (422 if value else 200, True)


def test_checklist_stays_once_somebody_has_written(client, learning_round, participation):
    factories.assessment(participation, learning_round.meetings.get())
    before = learning_round.checklist
    response = client.post(CHECKLIST, {"checklist": factories.checklist().pk, "version": "1"})
    learning_round.refresh_from_db()
    assert (response.status_code, learning_round.checklist) == (409, before)
    page = client.get(CHECKLIST).content.decode()
    assert ("Därför behåller omgången sin checklista." in page, "Välj checklistan" in page) == (True, False)
