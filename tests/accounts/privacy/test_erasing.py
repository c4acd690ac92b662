"""After erasing nobody can tell who somebody was, and nothing else is gone."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from accounts.actions import erase_person
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Membership, User
from accounts.privacy.naming import FORMER, name_in, naming_of
from accounts.privacy.registry import all_tables
from assessments.models import StepScore, SubmissionText
from learning_rounds.models import Participation
from tests import factories
from tests.accounts.privacy.named import EMAIL, NAME, TEXT, ebba, name_in_every_text, places_with, written_tables
from tests.logins import give_app, log_in

pytestmark = pytest.mark.django_db


def erase(person: User, **options):
    return erase_person(person=person, by=None, **({"everywhere": True} | options))


def logged_in(person: User) -> Client:
    client = Client()
    log_in(client, person)
    return client


@pytest.fixture
def named():
    """Ebba has worked in a municipality, is logged in, and is named in every text that there is."""
    person = ebba()
    factories.membership(person, role="strategist")
    EmailAddress.objects.create(user=person, email=EMAIL, primary=True, verified=True)
    name_in_every_text()
    give_app(person)
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key="a", user_agent="Firefox")
    logged_in(person).get("/")
    return person


def test_search_finds_the_person_before(named):
    places = places_with(NAME, EMAIL)
    texts = {
        f"{table.model_class._meta.db_table}.{name}"
        for table in written_tables()
        for name in table.texts("personal", "free_text")
    }
    assert texts | {"accounts_user.email", "accounts_user.display_name", "account_emailaddress.email"} == set(places)


def test_nobody_is_found_in_the_whole_database_after(named):
    done = erase(named)
    assert (places_with(NAME, EMAIL, "Lundqvist"), done.left) == ([], [])


def test_every_text_stays_but_for_the_name(named):
    erase(named)
    assert Participation.objects.filter(contact=f"Fråga {FORMER}, {FORMER}.").count() == 1
    assert SubmissionText.objects.get(reason__startswith="Fråga").reason == TEXT.replace(NAME, FORMER).replace(
        EMAIL, FORMER
    )
    texts = {f"{each.table.model}.{name}" for each in erase_again().changed for name in each.values}
    declared = {f"{each.model}.{name}" for each in written_tables() for name in each.texts("personal", "free_text")}
    assert texts == declared


def erase_again():
    """Somebody with the same name and address, named in every text once more."""
    person = ebba()
    name_in_every_text()
    return erase(person)


def test_account_says_nothing_but_that_it_was_there(named):
    joined_at = named.joined_at
    erase(named)
    person = User.objects.get(pk=named.pk)
    kept = {"email": f"former-user-{person.pk}@erased.invalid", "joined_at": joined_at, "is_active": False}
    table = next(each for each in all_tables() if each.model == "accounts.User")
    said = {name: getattr(person, name) for name in table.fields("personal") if getattr(person, name) not in ("", None)}
    assert said == kept | {"anonymised_at": person.anonymised_at}
    assert (person.has_usable_password(), str(person)) == (False, "tidigare användare")


def test_ways_to_log_in_and_memberships_end(named):
    client = logged_in(named)
    assert client.get("/").status_code == 200
    done = erase(named)
    assert client.get("/").status_code == 302
    assert Session.objects.count() == EmailAddress.objects.count() == 0
    assert (done.removed["sessions.Session"], done.removed["account.EmailAddress"]) == (2, 1)
    assert [each.ended_at is not None for each in Membership.objects.filter(user=named)] == [True]


def test_rows_that_go_with_a_person_are_gone_for_every_table(named):
    going = [table for table in all_tables() if table.goes_with]
    before = {table.model for table in going if table.model_class.objects.exists()}
    erase(named)
    assert before >= {"account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"}
    assert {table.model for table in going if table.model_class.objects.exists()} == set()


def test_session_of_somebody_who_began_to_log_in_is_ended():
    client = Client()
    session = client.session
    session["login_code"] = {"email": EMAIL.upper()}
    session.save()
    other = Client().session
    other["login_code"] = {"email": f"x{EMAIL}"}
    other.save()
    erase(ebba())
    assert list(Session.objects.values_list("pk", flat=True)) == [other.session_key]


def test_work_stays_by_a_former_user(client_of):
    score = factories.step_score(saved_by=ebba(), reason="Vi har en plan.")
    erase(score.saved_by)
    score = StepScore.objects.select_related("saved_by").get(pk=score.pk)
    assert (score.reason, str(score.saved_by)) == ("Vi har en plan.", "tidigare användare")


def test_others_keep_their_accounts(named):
    other = factories.membership(factories.user(f"x{EMAIL}", display_name="Ebba Lund")).user
    client = logged_in(other)
    erase(named)
    again = User.objects.get(pk=other.pk)
    assert (again.email, again.display_name, again.last_login) == (other.email, "Ebba Lund", other.last_login)
    assert client.get("/").status_code == 200


def test_namesake_is_reported_and_left(named):
    namesake = factories.user(display_name=NAME)
    done = erase(named)
    assert [(each.table.model, each.pk, each.values) for each in done.left] == [
        ("accounts.User", namesake.pk, {"display_name": NAME})
    ]


def test_form_that_is_open_does_not_bring_the_name_back():
    score = factories.step_score(reason=TEXT, version=3)
    erase(ebba())
    score.refresh_from_db()
    assert (NAME in score.reason, score.version) == (False, 4)


def test_earlier_text_keeps_the_version_that_it_had():
    revision = factories.text_revision(text=TEXT, version=3)
    erase(ebba())
    revision.refresh_from_db()
    assert (revision.text, revision.version) == (f"Fråga {FORMER}, {FORMER}.", 3)


def test_each_changed_text_is_in_the_record_of_its_organisation():
    score = factories.step_score(reason=TEXT)
    person = ebba()
    erase(person)
    entries = AuditEntry.objects.filter(verb__in=["erase-name", "erase-person"]).order_by("pk")
    organisation = score.assessment.organisation
    assert [(each.verb, each.organisation, each.fields, each.object.split(":")[0]) for each in entries] == [
        ("erase-name", organisation, "reason", f"stepscore {score.pk}"),
        ("erase-person", None, "", f"user {person.pk}"),
    ]


def test_name_is_left_where_the_person_never_belonged():
    """What happens by itself takes the name out of the own organisations only; the address is nobody else's."""
    person = ebba()
    own, foreign = (factories.participation(contact=TEXT, goal=NAME) for _each in range(2))
    factories.membership(person, own.organisation, ended_at=timezone.now())
    erase(person, everywhere=False)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.contact, own.goal) == (f"Fråga {FORMER}, {FORMER}.", FORMER)
    assert (foreign.contact, foreign.goal) == (f"Fråga {NAME}, {FORMER}.", NAME)


def test_text_that_gets_too_long_is_cut():
    row = factories.participation(contact=f"{'a' * 100} a@b.se a@b.se")
    erase(factories.user("a@b.se"))
    row.refresh_from_db()
    assert row.contact == f"{'a' * 100} {FORMER} {FORMER}"[:120]


def test_erasing_twice_is_refused(named):
    erase(named)
    with pytest.raises(ActionRefused, match="redan raderat"):
        erase(named)


# --- what is taken for the person ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ebba Lundqvist-Öhman leder", f"{FORMER} leder"),
        ("EBBA  lundqvist-öhman", FORMER),
        ("Ebba\nLundqvist-Öhman", FORMER),
        ("Ebba Lundqvist-O\u0308hman", FORMER),
        ("Ebba Lundqvist-Öhmans förslag", f"{FORMER}s förslag"),
        ("Lundqvist-Öhman, Ebba", FORMER),
        ("(Ebba Lundqvist-Öhman)", f"({FORMER})"),
        ("Ebba Lundqvist-Öhmanson", "Ebba Lundqvist-Öhmanson"),
        ("Ebba Lundqvist", "Ebba Lundqvist"),
        ("Mebba Lundqvist-Öhman", "Mebba Lundqvist-Öhman"),
        ("Skriv till Ebba.Lundqvist@Example.org.", f"Skriv till {FORMER}."),
        ("https://example.org/?to=ebba.lundqvist%40example.org", f"https://example.org/?to={FORMER}"),
        ("anna.ebba.lundqvist@example.org", "anna.ebba.lundqvist@example.org"),
        ("ebba.lundqvist@example.organisation.se", "ebba.lundqvist@example.organisation.se"),
        ({"texts": [NAME, 1, None], NAME: EMAIL}, {"texts": [FORMER, 1, None], FORMER: FORMER}),
        ("o\u0308l", "o\u0308l"),
    ],
)
def test_person_is_recognised_in_text(text, expected):
    assert naming_of(ebba()).taken_out(text) == expected


@pytest.mark.parametrize(
    ("display_name", "name"),
    [
        ("Ebba Lundqvist", "Ebba Lundqvist"),
        ("Ebba  von Essen, strateg", "Ebba von Essen"),
        ("Ebba Lundqvist (ledig)", "Ebba Lundqvist"),
        ("Ebba", ""),
        ("Jämställdhetsstrateg", ""),
        ("Kommunens strateg", ""),
        ("Strateg X101", ""),
        ("", ""),
    ],
)
def test_function_is_no_name(display_name, name):
    assert name_in(display_name) == name


def test_function_stays_in_texts_unless_it_is_asked_for():
    row = factories.participation(contact="Jämställdhetsstrateg, Ebba")
    erase(ebba(display_name="Jämställdhetsstrateg"))
    row.refresh_from_db()
    assert row.contact == "Jämställdhetsstrateg, Ebba"
    erase(factories.user(display_name="Jämställdhetsstrateg"), names=["Ebba", " "])
    row.refresh_from_db()
    assert row.contact == f"Jämställdhetsstrateg, {FORMER}"


# --- erase_person ----------------------------------------------------------------------------------------------------


def test_command_erases_and_says_what(run, named):
    said = run("erase_person", EMAIL.upper())
    assert said.splitlines()[0] == "removed  account.EmailAddress: 1"
    assert f"changed  learning_rounds.Participation {Participation.objects.get(contact__contains=FORMER).pk}: " in said
    assert said.splitlines()[-1] == "The person has been erased."
    assert places_with(NAME, EMAIL) == []


def test_dry_run_says_the_same_and_changes_nothing(run, named):
    before = places_with(NAME, EMAIL)
    dry = run("erase_person", EMAIL, dry_run=True)
    assert (places_with(NAME, EMAIL), User.objects.get(pk=named.pk).email) == (before, EMAIL)
    assert AuditEntry.objects.filter(verb__startswith="erase").count() == 0
    assert dry.splitlines()[:-1] == run("erase_person", EMAIL).splitlines()[:-1]
    assert dry.splitlines()[-1] == "Nothing was changed (--dry-run)."


def test_command_says_that_a_function_stays(run):
    ebba(display_name="Strateg")
    assert run("erase_person", EMAIL).splitlines()[0] == (
        "“Strateg” does not look like a name. Texts keep it without --name."
    )


def test_command_refuses_an_unknown_or_erased_person(run):
    with pytest.raises(CommandError, match="Nobody has the address"):
        run("erase_person", "okand@example.org")
    person = ebba()
    run("erase_person", EMAIL)
    with pytest.raises(CommandError, match="has been erased already"):
        run("erase_person", User.objects.get(pk=person.pk).email)


def test_address_can_be_used_again(run):
    before = ebba()
    run("erase_person", EMAIL)
    again = ebba()
    assert (again.pk != before.pk, again.joined_at >= timezone.now() - timedelta(minutes=1)) == (True, True)
