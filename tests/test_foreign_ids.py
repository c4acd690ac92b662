"""In every request that somebody may make each of their ids is replaced by one of others: refused, nothing changed.

What is tried is read from the addresses and the forms of the pages, so that a new one is tried as soon as it is there.
An id in an address is answered with 4xx. A choice in a form that was not offered is answered with 4xx or with the form
and what is wrong at the field, since a colleague may just have removed what an honest person chose.
"""

import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection, transaction

from accounts.models import Invitation, Membership, User
from learning_rounds.models import ChainEntry, LearningGroup, LearningMeeting, LearningRound
from learning_rounds.views import chain
from tests.addresses import Address, by_name, id_of
from tests.canaries import allowed, canaries_of, everything, foreign_to
from tests.checksum import Watch
from tests.forms import Form
from tests.sweeps import own_models
from tests.test_bad_input import one_of_each, pages_with_forms
from tests.test_policy import PAYLOADS, THIRD_PARTY
from tests.world import COMING, ELSEWHERE, OTHER_GROUP, OTHER_ROUND, PEER, make_world

pytestmark = pytest.mark.django_db

PEOPLE = ("strategist", "coordinator")
# For each parameter that names something: what others have there.
FOREIGN = {
    "slug": [OTHER_ROUND],
    "code": [ELSEWHERE, OTHER_GROUP],
    "meeting_id": [id_of(LearningMeeting, round__slug=OTHER_ROUND, number=COMING)],
    "group_id": [id_of(LearningGroup, round__slug=OTHER_ROUND)],
}
for model in (Membership, Invitation):
    FOREIGN[model._meta.model_name] = [id_of(model, organisation__code=code) for code in (PEER, ELSEWHERE)]
KINDS = {
    "entry": "chainentry",
    "pilot": "pilotactivity",
    "measure": "measure",
    "note": "pilotnote",
    "row": "pilotactivity",
    "share": "share",
}
for name, model in KINDS.items():
    found = next(each for each in own_models() if each._meta.model_name == model)
    place = "pilot__participation" if name == "note" else "participation"
    FOREIGN[name] = [id_of(found, **{f"{place}__organisation__code": code}) for code in (PEER, ELSEWHERE)]
# Numbers within what the others name, words, secrets, and what the world has none of (identities).
NO_IDS = {"meeting", "step", "table", "format", "uidb36", "key", "pk", "token", "identity", "kind"}
# Hidden fields that say what somebody saw, not what they mean.
SEEN = re.compile(r"(.+-)?(version|opened_with|opened_as|seen|client_id)$")


def own_addresses() -> list[Address]:
    return [address for name, address in sorted(by_name().items()) if not name.startswith(THIRD_PARTY)]


def answer(client, method: str, path: str, data, watch: Watch):
    """The answer and the tables that it changed; then it is undone."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic(), connection.execute_wrapper(watch):
        response = getattr(client, method)(path, data)
        changed = watch.changed()
        transaction.set_rollback(True)
    client.cookies = cookies  # the answer may have logged somebody out
    return response, changed


# In the address.


def address_faults(client, who: str, address: Address, watch: Watch) -> list[str]:
    """What was answered with anything but 4xx, or changed something, with an id of others in the address."""
    found = []
    for method in ("get", "post"):
        data = PAYLOADS.get(address.name, {}) if method == "post" else {}
        own, _changed = answer(client, method, address.path(), data, watch)
        if own.status_code >= 400 and own.status_code != 409:
            continue
        for path in foreign_paths(address, who):
            response, changed = answer(client, method, path, data, watch)
            if not 400 <= response.status_code < 500 or changed:
                found.append(f"{who} {method} {path}: {response.status_code}, {changed}")
    return found


def foreign_paths(address: Address, who: str) -> list[str]:
    """The address with one parameter at a time from others; the coordinator's own are all of the round."""
    paths = []
    for name in sorted(address.parameters & FOREIGN.keys()):
        values = [value for value in FOREIGN[name] if not (who == "coordinator" and value == OTHER_GROUP)]
        if who == "coordinator" and address.parameters & {"meeting_id", "group_id"} <= {name}:
            values = values[:1]
        paths += [address.path(**{name: value}) for value in values]
    return paths


@pytest.mark.parametrize("who", PEOPLE)
def test_foreign_ids_in_addresses_are_refused(client_of, who):
    client, faults = client_of(make_world().people[who]), []
    watch = Watch()
    for address in own_addresses():
        faults += address_faults(client, who, address, watch)
    assert faults == []


def test_every_parameter_is_known():
    assert {name for address in by_name().values() for name in address.parameters} <= FOREIGN.keys() | NO_IDS


# In the query.


@pytest.mark.parametrize("who", PEOPLE)
def test_foreign_ids_in_queries_show_nothing_of_others(client_of, who):
    people = make_world().people
    client, watch, faults = client_of(people[who]), Watch(), []
    ids, mine = [next(iter(foreign_ids(people[who], set())))], allowed(who, everything())
    for path, query in sorted(links_with_queries(client)):
        for name, value in parse_qsl(query):
            if not value.isdigit():
                continue
            for foreign in [*ids, "999999999"]:
                response, changed = answer(client, "get", path, {name: foreign}, watch)
                strange = foreign_to(canaries_of(response), mine)
                if response.status_code >= 500 or changed or strange:
                    faults.append((path, name, foreign, response.status_code, changed, strange))
    assert faults == []


def links_with_queries(client) -> set[tuple[str, str]]:
    """The links with a query on all pages; one per address and names of the query."""
    found = {}
    for address in own_addresses():
        response = client.get(address.path())
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in re.findall(r'href="([^"]*\?[^"]+)"', response.content.decode()):
            parts = urlsplit(link.replace("&amp;", "&"))
            path = parts.path or address.path()
            found[path, urlencode([(name, "") for name, _value in parse_qsl(parts.query)])] = (path, parts.query)
    return set(found.values())


# In the forms.


def foreign_ids(person: User, offered: set[str]) -> list[str]:
    """As few ids as hold one of every kind of row that the person does not see and that were not offered."""
    unseen = {}
    for model in own_models():
        seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
        unseen[model] = set(map(str, set(model.objects.values_list("pk", flat=True)) - seen)) - offered
    chosen, left = [], {model for model, ids in unseen.items() if ids}
    while left:
        every = sorted({each for model in left for each in unseen[model]})
        chosen.append(max(every, key=lambda each: sum(each in unseen[model] for model in left)))
        left = {model for model in left if chosen[-1] not in unseen[model]}
    return chosen


def is_refused(status: int, changed: list[str]) -> bool:
    """4xx, and nothing has changed."""
    return 400 <= status < 500 and not changed


def form_faults(client, person: User, name: str, watch: Watch) -> list[str]:
    """What a form took though it was not offered."""
    found = []
    for path, form in pages_with_forms(client, name):
        if form.method != "post":
            continue
        for data, what in swapped(person, name, form):
            response, changed = answer(client, "post", path, data, watch)
            if not is_refused(response.status_code, changed):
                found.append(f"{path} {what}: {response.status_code}, {changed}")
    return found


def swapped(person: User, name: str, form: Form):
    """The form, filled in, with one choice or hidden id at a time from others."""
    filled = form.data | {key: [value] for key, value in PAYLOADS.get(name, {}).items()} | dict(form.submits[:1])
    chosen = [key for key in form.data if key not in form.typed and not SEEN.match(key)]
    for key in one_of_each(chosen):
        values = set(form.data[key]) | form.offered.get(key, set())
        if any(value.isdigit() for value in values):
            for foreign in foreign_ids(person, values):
                yield filled | {key: [foreign]}, f"{key}={foreign}"


@pytest.mark.parametrize("name", [address.name for address in own_addresses()])
def test_foreign_ids_in_forms_are_refused(client_of, name):
    people, faults = make_world().people, []
    for who in PEOPLE:
        client = client_of(people[who])
        watch = Watch()
        faults += form_faults(client, people[who], name, watch)
    assert faults == []


# Faults of this kind are noticed.


def test_planted_fault_in_an_address_is_noticed(client_of, monkeypatch):
    client = client_of(make_world().people["strategist"])
    client.raise_request_exception = False
    monkeypatch.setattr(chain, "_entries", lambda request, participation: ChainEntry.objects.all())
    faults = address_faults(client, "strategist", by_name()["chain-entry-edit"], Watch())
    assert len(faults) >= 2


def test_choices_and_hidden_ids_of_a_form_are_tried(client_of):
    person = make_world().people["strategist"]
    (_path, form) = pages_with_forms(client_of(person), "chain-entry-create")[0]
    tried = {what.split("=")[0] for _data, what in swapped(person, "chain-entry-create", form)}
    assert tried == {"level", "pilot", "goals", "steps", "leads_to"}


@pytest.mark.parametrize(
    ("status", "changed", "refused"),
    [(404, [], True), (200, [], False), (302, [], False), (500, [], False), (400, ["accounts_unit"], False)],
)
def test_fault_in_a_form_is_noticed(status, changed, refused):
    assert is_refused(status, changed) is refused


def test_foreign_ids_hold_one_of_everything_unseen():
    world = make_world()
    person = world.people["strategist"]
    chosen = foreign_ids(person, set())
    unseen = set(LearningRound.objects.values_list("pk", flat=True)) - {world.round.pk}
    assert unseen & set(map(int, chosen))
    assert len(chosen) < 40  # on PostgreSQL numbers go on from test to test, and kinds share fewer of them
