"""When and where groups meet: who writes it, what is refused, and where it is shown."""

from datetime import datetime, timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.group_plan import next_group_meetings
from learning_rounds.models import GroupMeeting, LearningRound, Participation
from tests import factories as make
from tests.factories import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """A group with a participant and a mentor."""
    made = make.learning_group(make.learning_round("omgang", meetings=2), "Norr")
    make.participation(group=made, organisation=make.organisation("XADAL", "Ådala"))
    mentor = Participation.Role.MENTOR
    make.participation(group=made, organisation=make.organisation("XMENT", "Mentorby"), role=mentor)
    return made


def strategist(group, code: str = "XADAL"):
    return make.member(group.participations.get(organisation__code=code).organisation)


def coordinator(group):
    return make.member(group.round.owner, Role.COORDINATOR)


def address(name: str, group, code: str = "XADAL", meeting: int | None = 1) -> str:
    return reverse(name, args=[group.round.slug, code, *([] if meeting is None else [meeting])])


def written(group, **changes) -> dict:
    host = group.participations.get(organisation__code="XMENT").organisation
    data = {"held_on": "2026-12-04", "time": "13.00", "host": host.pk, "place": "Rådhuset", "version": "0"}
    return data | changes


def saved(group) -> list[tuple]:
    rows = GroupMeeting.objects.filter(group=group).select_related("host", "meeting")
    return [(row.meeting.number, row.starts_at, row.host and row.host.code, row.place) for row in rows]


AT_ONE = timezone.make_aware(datetime(2026, 12, 4, 13, 0))
SAVED = [(1, AT_ONE, "XMENT", "Rådhuset")]


# --- Writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["participant", "mentor", "coordinator"])
def test_the_group_and_the_coordinator_write_it(client_of, group, who):
    people = {"participant": strategist, "mentor": lambda found: strategist(found, "XMENT"), "coordinator": coordinator}
    person, code = people[who](group), "XMENT" if who == "mentor" else "XADAL"
    response = client_of(person).post(address("group-meeting-edit", group, code), written(group))
    assert (response.status_code, response.url) == (302, address("group-meeting-list", group, code, None))
    assert saved(group) == SAVED
    entry = AuditEntry.objects.values_list("verb", "actor", "organisation", "fields").get()
    assert entry == ("add-group-meeting", person.pk, group.round.owner.pk, "starts_at, host, place")


@pytest.mark.parametrize("time", ["13.00", "13:00", "13"])
def test_times_are_read_as_people_write_them(client_of, group, time):
    client_of(strategist(group)).post(address("group-meeting-edit", group), written(group, time=time))
    assert saved(group) == SAVED


def test_it_is_changed_and_deleted(client_of, group):
    client, path = client_of(strategist(group)), address("group-meeting-edit", group)
    client.post(path, written(group))
    client.post(path, written(group, place="Biblioteket", version="1"))
    assert saved(group) == [(1, AT_ONE, "XMENT", "Biblioteket")]
    page = client.get(path).content.decode()
    assert [text in page for text in ('value="2026-12-04"', 'value="13.00"', 'value="Biblioteket"')] == [True] * 3
    assert client.get(address("group-meeting-delete", group)).status_code == 200
    assert len(saved(group)) == 1
    client.post(address("group-meeting-delete", group), {"version": "2"})
    client.post(address("group-meeting-delete", group), {"version": "2"})
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert (saved(group), verbs) == ([], ["add-group-meeting", "change-group-meeting", "delete-group-meeting"])


def test_what_a_colleague_deleted_comes_back_only_when_that_was_seen(client_of, group):
    client, path = client_of(strategist(group)), address("group-meeting-edit", group)
    client.post(path, written(group))
    client_of(strategist(group, "XMENT")).post(address("group-meeting-delete", group), {"version": "1"})
    response = client.post(path, written(group, place="Biblioteket", version="1"))
    page = response.content.decode()
    assert (response.status_code, saved(group)) == (409, [])
    assert [text in page for text in ("tog bort det här", "Biblioteket", 'name="version" value="0"')] == [True] * 3
    client.post(path, written(group, place="Biblioteket", version="0"))
    assert saved(group) == [(1, AT_ONE, "XMENT", "Biblioteket")]


def test_what_a_colleague_changed_is_not_deleted_unseen(client_of, group):
    client = client_of(strategist(group))
    client.post(address("group-meeting-edit", group), written(group))
    client.post(address("group-meeting-edit", group), written(group, place="Biblioteket", version="1"))
    response = client.post(address("group-meeting-delete", group), {"version": "1"})
    assert (response.status_code, len(saved(group))) == (409, 1)


def test_nothing_written_is_nothing_saved(client_of, group):
    empty = dict.fromkeys(written(group), "") | {"version": "0"}
    assert client_of(strategist(group)).post(address("group-meeting-edit", group), empty).status_code == 302
    assert (saved(group), AuditEntry.objects.count()) == ([], 0)


def test_a_second_click_saves_once(client_of, group):
    client = client_of(strategist(group))
    answers = [client.post(address("group-meeting-edit", group), written(group)).status_code for _time in range(2)]
    assert (answers, saved(group), AuditEntry.objects.count()) == ([302, 302], SAVED, 1)


@pytest.mark.parametrize("version", ["0", "7"])
def test_what_another_wrote_meanwhile_is_shown_beside(client_of, group, version):
    client_of(strategist(group, "XMENT")).post(address("group-meeting-edit", group, "XMENT"), written(group))
    client, path = client_of(strategist(group)), address("group-meeting-edit", group)
    response = client.post(path, written(group, place="Biblioteket", version=version))
    page = response.content.decode()
    shown = [text in page for text in ("<dd>Rådhuset</dd>", "Biblioteket")]
    assert (response.status_code, shown, saved(group)) == (409, [True] * 2, SAVED)
    assert client.post(path, written(group, place="Biblioteket", version="1")).status_code == 302
    assert saved(group) == [(1, AT_ONE, "XMENT", "Biblioteket")]


def test_another_moment_is_shown_beside_in_words(client_of, group):
    client, path = client_of(strategist(group)), address("group-meeting-edit", group)
    client.post(path, written(group))
    page = client.post(path, written(group, time="15.00", version="0")).content.decode()
    assert "<dd>4 december 2026 kl. 13.00</dd>" in page


BAD = {
    "held_on": ["snart", "2026-02-30", "0001-01-01", "", "\x00"],
    "time": ["sedan", "25.00", "", "\x00"],
    "host": ["0", "9" * 30, "x", "\x00"],
    "place": ["x" * 301, "\x00"],
    "version": ["x", "-1"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, found in BAD.items() for value in found])
def test_bad_input_is_refused_at_its_field(client_of, group, field, value):
    response = client_of(strategist(group)).post(address("group-meeting-edit", group), written(group, **{field: value}))
    status = 422 if field == "host" and value != "\x00" else 200
    assert (response.status_code, list(response.context["form"].errors)) == (status, [field])
    assert saved(group) == []


def test_a_host_is_of_the_group_and_has_not_left(client_of, group):
    left = make.withdrawn(make.participation(group=group))
    client, path = client_of(strategist(group)), address("group-meeting-edit", group)
    for organisation in (left.organisation, make.participation(group.round).organisation):
        errors = client.post(path, written(group, host=organisation.pk)).context["form"].errors
        assert errors == {"host": ["Välj en värd i gruppen."]}


def test_nothing_is_changed_in_an_archived_round(client_of, group):
    make.group_meeting(group, group.round.meetings.get(number=1), place="Rådhuset")
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    client = client_of(strategist(group))
    answers = [
        client.post(address("group-meeting-edit", group), written(group, version="1")),
        client.post(address("group-meeting-delete", group)),
    ]
    kept = ["Omgången är arkiverad" in answer.content.decode() for answer in answers]
    assert ([answer.status_code for answer in answers], kept) == ([409, 409], [True, True])
    assert saved(group) == [(1, None, None, "Rådhuset")]


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_everybody_in_the_group_and_the_coordinator_read_it(client_of, group):
    meeting = group.round.meetings.get(number=1)
    make.group_meeting(group, meeting, starts_at=AT_ONE, place="https://example.org/mote")
    reader = make.member(group.participations.get(organisation__code="XMENT").organisation, Role.READER)
    looks = [
        (reader, address("group-meeting-list", group, "XMENT", None)),
        (strategist(group), address("group-meeting-list", group, meeting=None)),
        (coordinator(group), reverse("round-group-meetings", args=["omgang"])),
    ]
    for person, path in looks:
        page = client_of(person).get(path).content.decode()
        assert "4 december 2026 kl. 13.00" in page
        assert '<a href="https://example.org/mote" rel="noopener noreferrer">' in page


def test_readers_are_offered_nothing_to_change(client_of, group):
    reader = make.member(group.participations.get(organisation__code="XADAL").organisation, Role.READER)
    page = client_of(reader).get(address("group-meeting-list", group, meeting=None)).content.decode()
    assert address("group-meeting-edit", group) not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rådhuset <b>2</b>", "Rådhuset &lt;b&gt;2&lt;/b&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("www.example.org", "www.example.org"),
        (
            "Se http://example.org/a?b=1&c=2.",
            'Se <a href="http://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">http://example.org/a?b=1&amp;c=2</a>.',
        ),
        ('https://e.org/"onclick="x', "<a"),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(text, shown):
    rendered = Template("{% load links %}{{ text|with_links }}").render(Context({"text": text}))
    assert rendered == shown or (shown == "<a" and '"onclick="' not in rendered and rendered.startswith("<a "))


def test_the_next_meeting_is_the_first_whose_day_is_not_over(group, on_day):
    now = on_day("2026-12-04")
    first, second = group.round.meetings.order_by("number")
    make.group_meeting(group, second, starts_at=now + timedelta(days=30))
    earlier = make.group_meeting(group, first, starts_at=now - timedelta(hours=3))
    participations = list(group.participations.all())
    assert next_group_meetings(participations) == {group.pk: earlier}
    on_day("2026-12-05")
    assert next_group_meetings(participations)[group.pk].meeting == second
    on_day("2027-12-05")
    assert next_group_meetings(participations) == {}


def test_who_has_left_has_no_next_meeting(group):
    meeting = group.round.meetings.get(number=1)
    make.group_meeting(group, meeting, starts_at=timezone.now() + timedelta(days=1))
    left = make.withdrawn(make.participation(group=group))
    assert next_group_meetings([left]) == {}


def test_the_dashboard_tells_when_the_group_meets_next(client_of, group, on_day):
    on_day("2026-12-01")
    host = group.participations.get(organisation__code="XMENT").organisation
    make.group_meeting(group, group.round.meetings.get(number=1), starts_at=AT_ONE, host=host, place="Rådhuset")
    participation = group.participations.get(organisation__code="XADAL")
    page = client_of(strategist(group)).get(participation.get_absolute_url()).content.decode()
    shown = [text in page for text in ("Nästa gruppträff", "4 december 2026 kl. 13.00", "Mentorby", "Rådhuset")]
    assert shown == [True] * 4
    other = client_of(strategist(group, "XMENT")).get(participation.get_absolute_url()).content.decode()
    assert "Nästa gruppträff" not in other


def test_a_group_without_organisations_is_shown_without_ways_to_change(client_of):
    group = make.learning_group(make.learning_round("omgang"), "Tom grupp")
    page = client_of(coordinator(group)).get(reverse("round-group-meetings", args=["omgang"])).content.decode()
    assert ("Tom grupp" in page, "Ingen är med i gruppen." in page) == (True, True)


def test_a_later_day_is_kept_when_the_clock_changes(client_of, group):
    """Swedish time, also on the other side of the change to summer time."""
    client_of(strategist(group)).post(address("group-meeting-edit", group), written(group, held_on="2027-06-04"))
    assert timezone.localtime(GroupMeeting.objects.get().starts_at).isoformat() == "2027-06-04T13:00:00+02:00"
    assert day("2027-06-04") == timezone.localdate(GroupMeeting.objects.get().starts_at)
