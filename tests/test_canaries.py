"""Every text that anybody writes is a canary (tests/world.py), and sings only for those who may read it.

Each of the people fetches all that can be fetched and sends all that can be sent; what comes back, and every mail, is
searched. Who may read what stands in tests/canaries.csv, which is written by hand and read by people.
"""

from http.cookies import SimpleCookie

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from accounts.privacy import export
from learning_rounds.models import LearningMeeting
from tests import addresses, crawl
from tests.addresses import Address, by_name
from tests.canaries import (
    ADDRESSES,
    RINGS,
    allowed,
    canaries_in,
    canaries_of,
    everything,
    foreign_to,
    table,
    text_fields,
    texts_in,
    whose,
)
from tests.crawl import leads_on, place_of, shape
from tests.logins import log_in, sent_mails
from tests.test_policy import PAYLOADS, UNPROVEN
from tests.world import ELSEWHERE, OPEN, OWN, PEER, RENEWED, WRITERS, make_world

pytestmark = pytest.mark.django_db

PEOPLE = tuple(RINGS)
# Fields without a canary, each with the reason.
WITHOUT = {
    "accounts.Organisation.code": "a public code, which stands in addresses",
    "accounts.Organisation.sort_key": "the name, in letters that nobody reads",
    "accounts.User.password": "a hash",
    "accounts.AppliedSave.key": "a hash",
    "accounts.Invitation.token_hash": "a hash",
    "accounts.AuditEntry.source": "a word of ours: web or command",
    "accounts.AuditEntry.verb": "a word of ours",
    "accounts.AuditEntry.fields": "names of fields",
    "accounts.TextRevision.kind": "the name of a model",
    "accounts.TextRevision.field": "the name of a field",
    "accounts.IdentityProvider.sealed_secret": "sealed; what is in it is a canary that nobody reads",
    "learning_rounds.LearningRound.slug": "the address of the round",
    "checklists": "published by the programme, for everybody",
}
# Where a PDF says something, and what.
IN_PDFS = [("summary", "QUESTION"), ("report", "REPORT")]
# What stands in the forms themselves (PAYLOADS): an address, and the code of an organisation, whose name is public.
TYPED = {(OWN, "ADDRESS"), (ELSEWHERE, "NAME"), (ELSEWHERE, "COUNTY")}


def people_of(world) -> dict:
    return world.people | {UNPROVEN: world.people["administrator"]}


def client_for(who: str, people: dict) -> Client:
    client = Client()
    if people[who]:
        log_in(client, people[who], with_factor=False if who == UNPROVEN else None)
    return client


# --- the world is full -------------------------------------------------------------------------------------------


def silent_fields() -> list[str]:
    """Fields of models that are empty, or where something stands that is no canary."""
    found = []
    for field in text_fields():
        texts = texts_in(field)
        if not texts or not all(canaries_in(text) for text in texts):
            found.append(str(field))
    return found


def test_every_text_of_every_model_is_a_canary():
    make_world()
    assert [name for name in silent_fields() if name not in WITHOUT and name.split(".")[0] not in WITHOUT] == []


def test_no_exception_is_left_over():
    make_world()
    silent = silent_fields()
    assert {name for name in WITHOUT if not any(f"{each}.".startswith(f"{name}.") for each in silent)} == set()


def test_empty_and_ordinary_texts_are_noticed():
    own = make_world().participations[OWN]
    own.pilots.update(area="Hemtjänst")
    own.round.meetings.update(place="")
    LearningMeeting.objects.update(place="")
    assert {"learning_rounds.PilotActivity.area", "learning_rounds.LearningMeeting.place"} <= set(silent_fields())


def test_table_has_a_row_for_every_kind_and_a_column_for_everybody():
    make_world()
    kinds = [row["kind"] for row in table()]
    assert sorted(kinds) == sorted({kind for _code, kind in everything()} | {"SECRET"})
    assert set(table()[0]) - {"kind"} == set(PEOPLE)


# --- what is fetched ---------------------------------------------------------------------------------------------


def sung_to(client, own: str) -> dict:
    """Every canary that somebody gets to read, with the first path where it stands."""
    found = {}
    for path, response in crawl.crawl(client, own):
        for canary in canaries_of(response):
            found.setdefault(canary, path)
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_reads_what_others_wrote(who):
    """Each person finds all that is theirs (so that it could be found), and nothing else."""
    people = people_of(make_world())
    mine = allowed(who, everything())
    found = sung_to(client_for(who, people), WRITERS.get(who, OWN))
    foreign = foreign_to(set(found), mine)
    assert ({each: found[each] for each in foreign}, mine - set(found)) == ({}, set())


def test_leak_that_is_planted_is_noticed(monkeypatch):
    """Were what somebody saved part of their own data also after they have left, they would read its drafts there."""
    people = people_of(make_world())
    monkeypatch.setattr(export, "_hidden", lambda table, rows, reader: set())
    my_data = by_name()["my-data"]
    monkeypatch.setattr(addresses, "walk", lambda: [my_data])
    monkeypatch.setattr(crawl, "tables_of", lambda own: [])
    found, mine = sung_to(client_for("ended", people), OWN), allowed("ended", everything())
    assert {(OWN, "DRAFT"), (OWN, "PILOTGOAL")} <= foreign_to(set(found), mine)


@pytest.mark.parametrize(("who", "name", "kind"), [("strategist", f"{name}-pdf", kind) for name, kind in IN_PDFS])
def test_canaries_in_a_document_are_heard(who, name, kind):
    client = client_for(who, people_of(make_world()))
    assert (OWN, kind) in canaries_of(client.get(by_name()[name].path(meeting=RENEWED)))


def test_crawl_follows_links_to_pages_only():
    assert [leads_on(path) for path in ("/hjalp/", "//evil.example/", "https://evil.example/", "/static/a.css")] == [
        *(True, False, False, False)
    ]
    assert shape("/a/?sida=2&x=1") == shape("/a/?x=3&sida=9") != shape("/a/?sida=2")


# --- what is sent ------------------------------------------------------------------------------------------------


def replies(client, path: str, data: dict) -> list:
    """The answer to a form and the page that it leads to; then whatever it changed is undone."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        found = [client.post(path, data)]
        place = found[0].headers.get("Location", "")
        if place.startswith("/") and leads_on(place):
            found.append(client.get(place))
        transaction.set_rollback(True)
    client.cookies = cookies  # the answer may have logged somebody out
    return found


def sendings(address: Address, own: str) -> list[tuple[str, list[dict]]]:
    """Where a form is sent: to one's own organisation as it should be, too late and empty; and to others."""
    payload = PAYLOADS.get(address.name, {})
    found = [(address.path(**place_of(own), meeting=OPEN), [payload, payload | {"version": "0"}, {}])]
    others = {PEER, ELSEWHERE} - {own} if "code" in address.parameters else set()
    return found + [(address.path(**place_of(code), meeting=OPEN), [payload]) for code in sorted(others)]


def mails_to_others(code: str, who: str) -> list[str]:
    """What a mail that was just sent says and may not say to whom it goes."""
    faults, readers = [], {address: code for address, (code, _kind) in ADDRESSES.items()}
    for message in sent_mails():
        (to,) = message.recipients()
        found = canaries_in(f"{message.subject} {message.body} {message.from_email} {message.extra_headers}")
        mine = {(readers.get(to, code), "NAME"), *((own, "PERSON") for own in whose(who, "own"))} | canaries_in(to)
        faults += [f"mail to {to}: {each}" for each in found - mine]
    return faults


def told(client, who: str, mine: set) -> list[str]:
    """What answers to forms say of others, and mails to anybody."""
    faults, own = [], WRITERS.get(who, OWN)
    for address in by_name().values():
        for path, forms in sendings(address, own):
            for data in forms:
                mail.outbox.clear()
                answers = replies(client, path, data)
                found = {canary for each in answers for canary in canaries_of(each)}
                faults += [f"{path} {data}: {canary}" for canary in foreign_to(found, mine | TYPED)]
                faults += [f"{path} {each}" for each in mails_to_others(own, who)]
                if answers[0].status_code in (403, 404, 405):
                    break
    return faults


@pytest.mark.parametrize("who", PEOPLE)
def test_no_answer_and_no_mail_tells_what_others_wrote(who):
    people = people_of(make_world())
    mine = allowed(who, everything())
    assert told(client_for(who, people), who, mine) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_of_an_error_tells_what_others_wrote(who):
    client = client_for(who, people_of(make_world()))
    mine = allowed(who, everything())
    client.raise_request_exception = False
    answers = [client.get("/finns-inte/"), client.get("/?x=%00")]
    client.handler.enforce_csrf_checks = True
    answers.append(client.post("/sprak/", {"language": "en"}))
    assert [each.status_code for each in answers] == [404, 400, 403]
    assert foreign_to({canary for each in answers for canary in canaries_of(each)}, mine) == set()


def test_mail_that_tells_too_much_is_noticed():
    mail.EmailMessage("Till er", "SEEDX002REASON Kommun X001 SEEDX001PERSON", to=["new@example.org"]).send()
    assert mails_to_others(OWN, "strategist") == ["mail to new@example.org: ('X002', 'REASON')"]
