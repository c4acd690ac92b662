"""The progress dashboard and the start page: submitted figures, for those who may see them."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.urls import reverse

from accounts.permissions import Role
from learning_rounds.models import Participation
from reports.dashboard import dashboard_for
from reports.overview import overview_for
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """A group in a round that is at meeting 2: three participants and a mentor, submitted at meetings 0 and 1."""
    learning_round = make.learning_round(open_meeting=2)
    made = make.learning_group(learning_round)
    for first, second in [(3, 4), (4, 4), (2, 5)]:
        participation = make.participation(group=made)
        make.submitted(make.assessment(participation, 0), first)
        make.submitted(make.assessment(participation, 1), second)
    mentor = make.participation(group=made, role=Participation.Role.MENTOR)
    make.submitted(make.assessment(mentor, 0), 8)
    return made


def own(group) -> Participation:
    return group.participations.select_related("round__checklist", "organisation", "group").order_by("pk").first()


def test_totals_are_those_of_submissions_and_the_group_leaves_mentors_out(group):
    participation = own(group)
    dashboard = dashboard_for(participation, make.member(participation.organisation))
    group_total = dashboard.table.group_mean.cells
    assert [cell.value for cell in dashboard.table.total.cells] == [15, 20, None]
    assert [cell.value for cell in group_total] == [15, Fraction(65, 3), None]
    assert [cell.n for cell in group_total] == [3, 3, 0]
    assert dashboard.group_size == 3


def test_drafts_are_not_in_the_figures(group):
    participation = own(group)
    make.drafted(make.assessment(participation, 2), steps=[1, 2], half_steps=8)
    dashboard = dashboard_for(participation, make.member(participation.organisation))
    assert dashboard.table.total.cells[2].value is None
    assert (dashboard.progress.done, dashboard.progress.total) == (2, 10)


def test_a_withdrawn_peer_no_longer_counts(group):
    make.withdrawn(group.participations.order_by("pk")[2])
    participation = own(group)
    dashboard = dashboard_for(participation, make.member(participation.organisation))
    assert [cell.n for cell in dashboard.table.group_mean.cells] == [2, 2, 0]
    assert dashboard.group_size == 2


def test_the_heading_says_what_has_happened(group):
    participation = own(group)
    strategist = make.member(participation.organisation)
    assert dashboard_for(participation, strategist).heading == "Ni har höjt alla tio moment sedan uppstarten"


def test_the_heading_names_the_organisation_for_others(group):
    participation, peer = own(group), group.participations.order_by("pk")[1]
    heading = dashboard_for(participation, make.member(peer.organisation)).heading
    assert heading == f"{participation.organisation} har höjt alla tio moment sedan uppstarten"


def test_peers_see_neither_actions_nor_documents(group, client_of):
    participation, peer = own(group), group.participations.order_by("pk")[1]
    make.measure(participation.assessments.first(), text="Hemlig åtgärd")
    client = client_of(make.member(peer.organisation))
    page = client.get(participation.get_absolute_url()).content.decode()
    assert ["Hemlig åtgärd" in page, "sammanfattning" in page] == [False, False]


def test_readers_see_actions_of_submitted_assessments_only(group):
    participation = own(group)
    make.measure(participation.assessments.get(meeting__number=1), text="Inskickad")
    make.measure(make.assessment(participation, 2), text="Utkast")
    reader = make.member(participation.organisation, Role.READER)
    strategist = make.member(participation.organisation)
    assert [measure.text for measure in dashboard_for(participation, reader).measures] == ["Inskickad"]
    assert [measure.text for measure in dashboard_for(participation, strategist).measures] == ["Inskickad", "Utkast"]


def test_before_the_first_submission_there_is_one_thing_to_do(client_of):
    participation = make.participation()
    page = client_of(make.member(participation.organisation)).get(participation.get_absolute_url()).content.decode()
    place = [participation.round.slug, participation.organisation.code, 0]
    assert page.count('class="btn btn-primary"') == 1
    assert reverse("assessment-detail", args=place) in page


def test_the_dashboards_queries_do_not_grow(group, client_of, django_assert_num_queries, django_assert_max_num_queries):
    participation = own(group)
    assessment = participation.assessments.get(meeting__number=1)
    make.measure(assessment, 1)
    client, url = client_of(make.member(participation.organisation)), participation.get_absolute_url()
    client.get(url)
    with django_assert_max_num_queries(25) as first:
        client.get(url)
    for step in (2, 3):
        make.measure(assessment, step)
        peer = make.participation(group=group)
        make.submitted(make.assessment(peer, 0), 5)
        make.submitted(make.assessment(participation, step), 5)
    with django_assert_num_queries(len(first)):
        client.get(url)


def test_the_overview_puts_the_open_round_first_with_its_progress():
    organisation = make.organisation()
    strategist = make.member(organisation)
    past = make.participation(make.learning_round("a-forra", open_meeting=None), organisation)
    now = make.participation(make.learning_round("b-nu", open_meeting=1), organisation)
    make.submitted(make.assessment(past, 3), 5)
    make.drafted(make.assessment(now, 1), steps=[1, 2, 3])
    rounds = overview_for(strategist).own
    assert [(item.participation, item.is_open, item.progress.done) for item in rounds] == [
        (now, True, 3),
        (past, False, 0),
    ]
    assert [item.latest and item.latest.number for item in rounds] == [None, 3]


def test_the_overview_counts_submissions_for_the_coordinator():
    learning_round = make.learning_round(open_meeting=1)
    coordinator = make.member(learning_round.owner, Role.COORDINATOR)
    participations = [make.participation(learning_round) for _number in range(3)]
    make.withdrawn(make.participation(learning_round))
    make.submitted(make.assessment(participations[0], 1))
    make.drafted(make.assessment(participations[1], 1))
    (item,) = overview_for(coordinator).coordinated
    assert item.round == learning_round
    assert item.sentence.startswith("1 av 3 kommuner har skickat in inför träff 1. Sista dag ")


def test_the_overviews_queries_do_not_grow(client_of, django_assert_num_queries, django_assert_max_num_queries):
    organisation = make.coordinating_body()
    person = make.member(organisation)
    make.membership(person, organisation, Role.COORDINATOR)

    def take_part_in_a_round():
        participation = make.participation(make.learning_round(owner=organisation), organisation)
        make.submitted(make.assessment(participation, 0))

    # Two rounds to begin with: the header links to a round only where there is one.
    take_part_in_a_round()
    take_part_in_a_round()
    client = client_of(person)
    client.get("/")
    with django_assert_max_num_queries(25) as first:
        client.get("/")
    take_part_in_a_round()
    with django_assert_num_queries(len(first)):
        client.get("/")


@pytest.fixture
def given(on_day):
    """An organisation that was given until 8 March for a meeting whose last day was 1 March; today is 2 March."""
    on_day("2026-03-02")
    learning_round = make.learning_round("omgang", meetings=0)
    for due_on in ("2026-03-01", "2026-06-01"):
        make.learning_meeting(learning_round, assessment_due_on=make.day(due_on))
    participation = make.participation(learning_round)
    make.last_day_extension(participation, learning_round.meetings.get(number=0), due_on=make.day("2026-03-08"))
    return participation


def at(screen) -> tuple:
    """Where the organisation is, according to its dashboard or the start page."""
    return screen.meeting.number, screen.is_open, screen.last_day, screen.is_extended


def test_the_organisations_own_last_day_counts(given):
    strategist = make.member(given.organisation)
    screens = dashboard_for(given, strategist), overview_for(strategist).own[0]
    assert [at(screen) for screen in screens] == [(0, True, make.day("2026-03-08"), True)] * 2


def test_who_has_submitted_goes_on_with_the_next_meeting(given):
    strategist = make.member(given.organisation)
    make.submitted(make.assessment(given, 0))
    screens = dashboard_for(given, strategist), overview_for(strategist).own[0]
    assert [at(screen) for screen in screens] == [(1, True, make.day("2026-06-01"), False)] * 2


def test_what_was_submitted_later_than_the_open_meeting_is_still_a_column(given):
    make.submitted(make.assessment(given, 1))
    dashboard = dashboard_for(given, make.member(given.organisation))
    assert (dashboard.meeting.number, len(dashboard.table.heads)) == (0, 2)


@pytest.mark.parametrize("page", ["", "traffar/0/", "traffar/0/moment/1/", "start"])
def test_the_extended_last_day_is_printed(given, client_of, page):
    make.submitted(make.assessment(make.participation(given.round), 0))
    make.drafted(make.assessment(given, 0), steps=[1])
    make.submitted(make.assessment(given, 1))
    path = "/" if page == "start" else given.get_absolute_url() + page
    text = client_of(make.member(given.organisation)).get(path).content.decode()
    assert ("8 mars 2026" in text, "1 mars 2026" in text) == (True, False)


def test_the_extended_last_day_is_printed_when_it_is_submitted(given, client_of):
    make.submitted(make.assessment(given, 0))
    client = client_of(make.member(given.organisation))
    assert "till och med 8 mars 2026" in client.get(f"{given.get_absolute_url()}traffar/0/inskickad/").content.decode()


def test_the_extended_last_day_is_the_one_that_has_passed(given, client_of, on_day):
    on_day("2026-03-09")
    text = client_of(make.member(given.organisation)).get(f"{given.get_absolute_url()}traffar/0/").content.decode()
    assert "Sista dag var 8 mars 2026" in text


def test_the_start_page_tells_what_is_next(client_of, on_day):
    on_day("2026-03-02")
    learning_round = make.learning_round("omgang", meetings=0)
    make.learning_meeting(learning_round, assessment_due_on=make.day("2026-03-01"), held_on=make.day("2026-03-01"))
    coming = make.learning_meeting(
        learning_round, assessment_due_on=make.day("2026-06-01"), held_on=make.day("2026-06-08")
    )
    group = make.learning_group(learning_round)
    participation = make.participation(group=group)
    held = make.group_meeting(group, coming, starts_at=datetime(2026, 6, 8, 11, tzinfo=UTC))
    coordinator = make.member(learning_round.owner, Role.COORDINATOR)
    assert overview_for(make.member(participation.organisation)).own[0].group_meeting == held
    assert overview_for(coordinator).coordinated[0].next_meeting == coming
    pages = [client_of(person).get("/") for person in (make.member(participation.organisation), coordinator)]
    assert "8 juni 2026 kl. 13.00" in pages[0].content.decode()
    assert "Nästa träff: Träff 1, 8 juni 2026." in pages[1].content.decode()


def test_a_draft_is_gone_on_with(client_of):
    learning_round = make.learning_round("omgang", state="draft")
    page = client_of(make.member(learning_round.owner, Role.COORDINATOR)).get("/").content.decode()
    assert ("Läggs upp" in page, 'href="/omgangar/omgang/upplagg/"' in page) == (True, True)
