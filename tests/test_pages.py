"""Every page as everybody: no fault in its HTML, and no query more when there is more to show.

The ninth rule of tests/test_project.py is here: the client of ``client_of`` reads every page (tests/strict.py).
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit import record
from accounts.permissions import Role
from accounts.recorded_values import Before
from assessments.models import SubmissionText
from reports.exports.places import every_table
from tests import factories
from tests.addresses import by_name
from tests.strict import page_faults
from tests.world import make_world

SET_UP = (
    *("round-setup", "round-edit", "round-meetings", "meeting-create", "meeting-edit", "meeting-delete"),
    *("round-checklist", "round-organisations", "organisations-paste", "organisation-remove"),
    *("round-groups", "group-create", "group-edit", "group-delete", "round-publish", "round-unpublish"),
)
WORK = ("pilot-list", "pilot-detail", "chain-detail")
WORK_FORMS = (
    *("pilot-create", "pilot-edit", "pilot-delete"),
    *("pilot-note-create", "pilot-note-edit", "pilot-note-delete"),
    *("chain-entry-create", "chain-entry-edit", "chain-entry-delete"),
)
PEOPLE_PAGES = ("people-list", "invitation-create", "membership-edit", "membership-end")
MEASURES = ("measure-list", "measure-create", "measure-edit", "measure-drop")
# Addresses that only take something, or show one thing of one's own.
NO_PAGES = {"assessment-submit", "meetings-suggest", "measure-mark", "account_reset_password_from_key"}
NO_PAGES.add("mfa_remove_webauthn")
NO_PAGES |= {"invitation-open", "invitation-resend", "invitation-revoke"}
NO_PAGES |= {"strategist-invitation-resend", "strategist-invitation-revoke"}
NO_PAGES.add("organisation-login-return")
ADMINISTRATION = ("organisation-list", "organisation-edit", "organisation-login-edit")
pytestmark = pytest.mark.django_db
GOOD = '<html lang="sv"><title>Sida</title><h1>Sida</h1></html>'
IN_A_ROUND = [
    "participant-list",
    "participant-detail",
    "participant-edit",
    "participant-withdraw",
    "participant-return",
    "round-group-meetings",
    "round-archive",
    "round-next",
    "round-unarchive",
    "strategist-invite",
]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", ["anonymous", "outsider", "reader", "strategist", "coordinator", "administrator"])
def test_every_page_is_in_the_language_that_was_chosen(client_of, who, language):
    client = client_of(make_world().people[who], language)
    for address in by_name().values():
        response = client.get(address.path())
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            assert f'<html lang="{language}"' in response.content.decode(), address.name


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_of_errors_are_whole_pages(client_of, settings, language):
    client = client_of(factories.user(), language)
    client.raise_request_exception = False
    assert client.get("/finns-inte/").status_code == 404
    assert client.get("/?x=%00").status_code == 400
    client.handler.enforce_csrf_checks = True
    assert client.post("/sprak/", {"language": "en"}).status_code == 403


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("<script>alert(1)</script>", "inline <script>"),
        ("<style>p {}</style>", "inline <style>"),
        ('<p style="color: red">', "<p style>"),
        ('<button onclick="go()">', "<button onclick>"),
        ('<a href=" JavaScript:go()">', "<a href=javascript:>"),
        ("{{ name }}", "{{ in the page"),
        ("{% if %}", "{% in the page"),
        ("<h1>En till</h1>", "2 <h1>"),
        ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<img src="a.png">', "<img> without alt"),
    ],
)
def test_fault_in_a_page_is_noticed(part, fault):
    assert page_faults(GOOD.replace("</html>", f"{part}</html>")) == [fault]


def test_missing_parts_of_a_page_are_noticed():
    assert page_faults("<p>Text") == ["0 <h1>", "no <title>", "lang ''"]


def test_good_page_has_no_fault():
    extras = '<script src="a.js"></script><script type="application/json">{}</script><svg><title>Diagram</title></svg>'
    assert page_faults(GOOD.replace("</html>", f"{extras}</html>")) == []


# One of everything takes as many queries as three of everything.


def make_crowd(count: int) -> dict:
    """A round with ``count`` groups, mentors in each, meetings before the last that passed …; and its people."""
    learning_round = factories.learning_round(f"omgang-{count}", meetings=count + 2, open_meeting=count + 1)
    participations = []
    for _number in range(count):
        group = factories.learning_group(learning_round)
        for meeting in learning_round.meetings.all():
            factories.group_meeting(group, meeting, starts_at=timezone.now(), host=learning_round.owner)
        for role in ["participant"] * count + ["mentor"] * count:
            participations.append(factories.participation(learning_round, group=group, role=role))
        factories.withdrawn(factories.participation(learning_round, group=group))
    for participation in participations:
        fill(participation, count)
        write_report(participation, count)
        write_history(participation, count)
    add_people(participations[0].organisation, count)
    organisation = participations[0].organisation
    strategist = factories.member(organisation)
    add_logins(strategist, count)
    return {
        "slug": learning_round.slug,
        "code": organisation.code,
        "peer": participations[count].organisation.code,
        "strategist": strategist,
        "reader": factories.member(organisation, Role.READER),
        "coordinator": factories.member(learning_round.owner, Role.COORDINATOR),
        "administrator": factories.administrator(),
        "count": count,
        "ids": {
            "meeting_id": learning_round.meetings.first().pk,
            "group_id": learning_round.groups.first().pk,
            "identity": strategist.identities.first().pk,
            **ids_of_work(participations[0]),
            "membership": organisation.memberships.filter(role=Role.READER).first().pk,
            "strategist": organisation.memberships.filter(role=Role.STRATEGIST, ended_at=None).first().pk,
        },
    }


def add_people(organisation, count: int) -> None:
    """Readers, people who have left, and invitations."""
    for _number in range(count):
        factories.member(organisation, Role.READER)
        factories.member(organisation, ended_at=timezone.now())
        factories.invitation(organisation)


def add_logins(person, count: int) -> None:
    """Organisations with logins of their own, of which some lead to the person's account."""
    for number in range(count):
        organisation = factories.organisation() if number else person.memberships.get().organisation
        provider = factories.identity_provider(organisation, issuer=f"https://login{number}.example")
        factories.identity(person, provider.issuer)
        elsewhere = factories.membership(person, factories.organisation()).organisation
        factories.identity_provider(elsewhere, issuer=f"https://other{number}.example")


def link_three_levels(participation, pilot) -> None:
    """An activity that leads to a product and an outcome, with steps and a policy goal."""
    activity, product, outcome = (factories.chain_entry(participation, level, pilot=pilot) for level in (1, 2, 4))
    for target in (product, outcome):
        factories.chain_link(activity, target)
    activity.steps.set(participation.round.checklist.steps.all()[:2])
    factories.chain_entry_goal(activity)


def ids_of_work(participation) -> dict[str, int]:
    """What the addresses of an organisation's own work name by its id."""
    pilot = participation.pilots.first()
    return {
        "pilot": pilot.pk,
        "note": pilot.notes.first().pk,
        "entry": participation.chain_entries.first().pk,
        "measure": participation.measures.first().pk,
        "share": participation.shares.first().pk,
    }


def fill(participation, count: int) -> None:
    """Submissions, reasons, next actions and briefs before every meeting, a draft before the open one; and pilots."""
    for number in range(count + 2):
        assessment = factories.assessment(participation, number)
        for step in range(1, count + 1):
            factories.measure(assessment, step, due_on=timezone.localdate())
        factories.brief(participation, assessment.meeting)
        factories.last_day_extension(participation, assessment.meeting)
        for _time in range(count if number <= count else 0):
            factories.submitted(assessment, 4, dict.fromkeys(factories.ALL_STEPS, "Skäl"))
    factories.drafted(assessment)
    for _number in range(count):
        share_something(participation, count)
        pilot = factories.pilot_activity(participation)
        for _note in range(count):
            factories.pilot_note(pilot, author=factories.user())
            about = {"organisation": participation.organisation, "saved_by": factories.user()}
            factories.text_revision(pilot, "goal", **about)
        link_three_levels(participation, pilot)


def share_something(participation, count: int) -> None:
    """A share of some texts that stands, and one that was taken back."""
    submission = participation.assessments.get(meeting__number=count).submissions.last()
    for _number in range(2):
        share = factories.share(submission, by=factories.user())
        for step in range(1, count + 1):
            factories.shared_text(share, step=step)
    factories.share_withdrawal(share, by=factories.user())


def write_history(participation, count: int) -> None:
    """Entries of different people whose values lead to other rows."""
    for _number in range(count):
        values = Before(unit=factories.unit(participation.organisation, kind="department", name="Nämnd"), role="mentor")
        pilot, by = factories.pilot_activity(participation), factories.user()
        for what, verb in ((pilot, "change-pilot"), (participation, "place-participation")):
            record(verb, what, by=by, organisation=participation.organisation, fields=values | {"group": None})
            record(verb, what, by=by, organisation=participation.organisation, fields=Before(values))


def write_report(participation, count: int) -> None:
    """A results report that shows reasons, pilot activities and a chain where everything leads on."""
    texts = SubmissionText.objects.filter(submission__assessment__participation=participation)
    factories.report(participation).reasons.set(texts.order_by("-pk")[:count])
    effect = factories.chain_entry(participation, level=5)
    for _number in range(count):
        factories.pilot_activity(participation)
        factories.chain_link(factories.chain_entry(participation), effect)


def pages_of(crowd: dict) -> list[tuple[str, str, str]]:
    """Who looks at which page: (person, name of the address, path)."""
    addresses, place = by_name(), {"slug": crowd["slug"], "code": crowd["code"]}
    open_, passed = place | {"meeting": crowd["count"] + 1}, place | {"meeting": crowd["count"]}
    looks = [(who, "home", {}) for who in ("strategist", "reader", "coordinator")]
    looks += [(who, "organisation-dashboard", place) for who in ("strategist", "reader", "coordinator")]
    looks += [(who, "organisation-explore", place) for who in ("strategist", "coordinator")]
    looks += [
        ("strategist", name, open_)
        for name in (
            "assessment-detail",
            "step-edit",
            "sheet-edit",
            "checklist-blank",
            "assessment-check",
            "brief-edit",
        )
    ]
    looks += [("strategist", name, passed) for name in ("assessment-done", "submission-detail", "summary-detail")]
    looks += [("reader", name, passed) for name in ("submission-detail", "summary-detail", "summary-pdf")]
    looks += [("administrator", name, place) for name in ADMINISTRATION]
    logins = ("identity-list", "identity-connect", "identity-remove")
    looks += [("strategist", name, place | crowd["ids"]) for name in logins]
    looks += [("strategist", name, place) for name in ("report-edit", "report-reasons")]
    looks += [("reader", name, place) for name in ("report-detail", "report-pdf")]
    looks += [("strategist", name, place | crowd["ids"]) for name in MEASURES]
    looks += [("coordinator", "strategist-end", place | {"membership": crowd["ids"].get("strategist", 1)})]
    looks += [("reader", "measure-list", place)]
    looks += [("strategist", name, place | crowd["ids"]) for name in PEOPLE_PAGES]
    looks += [("coordinator", name, place) for name in ("round-detail", "round-file", "round-report")]
    looks += [(who, "participation-detail", place) for who in ("strategist", "reader")]
    looks += [(who, "my-page", {}) for who in ("strategist", "coordinator")]
    looks += [("strategist", name, place) for name in ("participation-edit", "organisation-leave", "my-data")]
    looks += [("coordinator", name, place) for name in IN_A_ROUND]
    looks += [(who, "group-meeting-list", place) for who in ("strategist", "reader", "coordinator")]
    looks += [("strategist", name, open_) for name in ("group-meeting-edit", "group-meeting-delete")]
    looks += [("coordinator", name, open_) for name in ("last-day-extend", "last-day-restore")]
    looks += [("coordinator", name, place | crowd["ids"]) for name in SET_UP]
    looks += [
        ("strategist", "text-history", place | crowd["ids"] | {"kind": "pilot", "row": crowd["ids"].get("pilot", 1)})
    ]
    looks += [("strategist", name, place) for name in ("organisation-record", "organisation-record-file")]
    looks += [("coordinator", name, place) for name in ("round-record", "round-record-file")]
    looks += [("coordinator", name, place) for name in ("scores-import", "scores-template")]
    shared = place | {"share": crowd["ids"].get("share", 1)}
    looks += [(who, name, shared) for who in ("reader", "coordinator") for name in ("share-list", "share-detail")]
    looks += [("strategist", name, shared | passed) for name in ("share-list", "share-create", "share-take-back")]
    looks += [("reader", name, place | crowd["ids"]) for name in WORK]
    looks += [("strategist", name, place | crowd["ids"]) for name in (*WORK, *WORK_FORMS)]
    found = [(who, name, addresses[name].path(**values)) for who, name, values in looks]
    for name, table, format in every_table():
        who = "coordinator" if name == "round-table" else "reader"
        found.append((who, f"{name} {table}.{format}", addresses[name].path(**place, table=table, format=format)))
    return [*found, ("strategist", "peer's dashboard", f"/omgangar/{crowd['slug']}/{crowd['peer']}/")]


def queries_of(client_of, crowd: dict) -> dict[tuple[str, str], int]:
    counts = {}
    for who, name, path in pages_of(crowd):
        client = client_of(crowd[who])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200, (who, path)
        counts[who, name] = len(queries)
    return counts


def test_more_to_show_takes_no_more_queries(client_of):
    one, three = queries_of(client_of, make_crowd(1)), queries_of(client_of, make_crowd(3))
    assert one == three
    # One's own data is asked of every table there is, a few queries each.
    assert {page: count for page, count in one.items() if count > (60 if page[1] == "my-data" else 40)} == {}


def test_every_page_with_rows_is_counted():
    crowd = {"slug": "a", "code": "X1", "peer": "X2", "count": 1, "ids": {}}
    counted = {name.split(" ")[0] for _who, name, _path in pages_of(crowd)}
    with_rows = {name for name, address in by_name().items() if address.parameters}
    assert with_rows - counted == NO_PAGES
