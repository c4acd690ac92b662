"""The commands that fill an installation: reference data and people."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts import actions
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Membership, Organisation, Unit, User
from tests import factories

PASSWORD = "tre små grisar i en skog"


class Terminal(io.StringIO):
    """Somebody sits in front of it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def add_user(run, monkeypatch):
    """``add_user(email, **options)``: what the command says; the password comes on standard input."""
    factories.coordinating_body("SKR", name="SKR")
    factories.organisation("1780", "Karlstad")

    def call(email="anna@example.org", password=PASSWORD, stdin=io.StringIO, **options) -> str:
        defaults = {"organisation": "1780", "role": "strategist", "password_stdin": password is not None}
        monkeypatch.setattr("sys.stdin", stdin(f"{password}\n"))
        return run("add_user", email, **(defaults | options))

    return call


def refused(add_user, **options) -> str:
    """What the command says when it refuses; it must have saved nobody."""
    people = User.objects.count(), Membership.objects.count()
    with pytest.raises(CommandError) as error:
        add_user(**options)
    assert (User.objects.count(), Membership.objects.count()) == people
    return str(error.value)


# --- load_reference_data ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_load_reference_data_knows_every_municipality_region_and_coordinating_body(run):
    said = run("load_reference_data")
    assert said == "333 organisations (333 new or changed), 1 checklist: skr-2020.\n"
    kinds = {kind: Organisation.objects.filter(kind=kind).count() for kind in Organisation.Kind.values}
    assert kinds == {"municipality": 290, "region": 21, "agency": 21, "association": 1}
    assert Unit.objects.filter(kind=Unit.Kind.WHOLE).count() == 333
    assert AuditEntry.objects.filter(verb="add-organisation").count() == 333


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "name", "kind", "county", "can_coordinate"),
    [
        ("1780", "Karlstad", "municipality", "Värmlands län", False),
        ("0187", "Vaxholm", "municipality", "Stockholms län", False),
        ("0017", "Region Värmland", "region", "Värmlands län", False),
        ("LST-23", "Länsstyrelsen i Jämtlands län", "agency", "Jämtlands län", True),
        ("SKR", "Sveriges Kommuner och Regioner", "association", "", True),
    ],
)
def test_load_reference_data_gives_each_its_facts(run, code, name, kind, county, can_coordinate):
    run("load_reference_data")
    found = Organisation.objects.get(code=code)
    assert (found.name, found.kind, found.county) == (name, kind, county)
    assert (found.can_coordinate, found.is_fictive) == (can_coordinate, False)


@pytest.mark.django_db
def test_load_reference_data_can_be_run_again_and_corrects_what_differs(run):
    call_command("load_reference_data", verbosity=0)
    Organisation.objects.filter(code="1780").update(name="Carlstad")
    Unit.objects.filter(organisation__code="1781").delete()
    assert run("load_reference_data") == "333 organisations (1 new or changed), 1 checklist: skr-2020.\n"
    corrected = Organisation.objects.get(code="1780")
    assert (corrected.name, corrected.search_key) == ("Karlstad", "karlstad")
    assert Unit.objects.filter(kind=Unit.Kind.WHOLE).count() == 333
    assert AuditEntry.objects.get(verb="change-organisation").fields == "name"


# --- add_user --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_add_user_makes_an_account_with_a_role(add_user):
    said = add_user(" Anna@Example.org", level="administration", name="Anna")
    user = User.objects.get()
    assert (user.email, user.display_name, user.check_password(PASSWORD)) == ("anna@example.org", "Anna", True)
    membership = Membership.objects.values_list("user__email", "organisation__code", "role", "level").get()
    assert membership == ("anna@example.org", "1780", "strategist", "administration")
    assert said == "anna@example.org: Strategist, Karlstad\n"
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "organisation__code", "source")
    assert list(verbs) == [("add-user", None, "command"), ("add-membership", "1780", "command")]


@pytest.mark.django_db
def test_add_user_gives_a_known_person_another_role_and_keeps_the_password(add_user):
    add_user()
    said = add_user("ANNA@example.org", password="något helt annat", organisation="SKR", role="coordinator")
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert sorted(user.memberships.values_list("role", flat=True)) == ["coordinator", "strategist"]
    assert said.splitlines() == [
        "anna@example.org: Coordinator, SKR",
        "The account was there already; its name and password are unchanged.",
    ]


@pytest.mark.django_db
def test_add_user_makes_up_a_password_without_a_terminal(add_user):
    said = add_user(password=None)
    password = said.splitlines()[1].removeprefix("Password: ")
    assert len(password) == 16
    assert User.objects.get().check_password(password)


@pytest.mark.django_db
def test_add_user_asks_twice_on_a_terminal(add_user, monkeypatch):
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "något annat"])
    monkeypatch.setattr("accounts.management.commands.add_user.getpass", lambda _prompt: next(answers))
    add_user(password=None, stdin=Terminal)
    assert User.objects.get().check_password(PASSWORD)
    assert refused(add_user, email="bo@example.org", password=None, stdin=Terminal) == "The passwords differ."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"organisation": "1"}, "There is no organisation '1'. Has load_reference_data been run?"),
        ({"role": "coordinator"}, "Karlstad does not coordinate rounds."),
        ({"email": "anna"}, "Enter a valid email address."),
        ({"password": "kort"}, "This password is too short. It must contain at least 12 characters."),
        ({"password": "password123456"}, "This password is too common."),
        ({"name": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
    ],
)
def test_add_user_refuses_what_will_not_do(add_user, options, message):
    assert refused(add_user, **options) == message


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"role": "king"}, {"role": "reader", "level": "kitchen"}])
def test_add_user_refuses_an_unknown_role_or_level(run, options):
    arguments = [f"--{name}={value}" for name, value in options.items()]
    with pytest.raises(CommandError, match="invalid choice"):
        run("add_user", "anna@example.org", "--organisation=1780", *arguments)


@pytest.mark.django_db
def test_add_user_refuses_a_role_that_is_held_and_an_account_that_is_closed(add_user):
    add_user()
    assert refused(add_user) == "anna@example.org has that role there already."
    User.objects.update(is_active=False)
    assert refused(add_user, role="reader") == "The account of anna@example.org is closed."


@pytest.mark.django_db
def test_add_user_refuses_nul_before_the_database_does():
    with pytest.raises(ActionRefused):
        actions.add_user(email="anna@example.org\x00", organisation=factories.organisation(), role="reader", by=None)
