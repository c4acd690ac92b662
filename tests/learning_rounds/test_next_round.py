"""Starting the next round from one that there is: what goes along, what does not, and that it is asked first."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.models import LearningGroup, LearningRound, Participation
from tests import factories as make
from tests.factories import day

pytestmark = pytest.mark.django_db

PARTICIPANT, MENTOR = Participation.Role.PARTICIPANT, Participation.Role.MENTOR


@pytest.fixture
def source():
    """A round from January with two meetings, a group of a participant and a mentor, and one that has left."""
    made = make.learning_round("forra", meetings=0, starts_on=day("2026-01-12"), ends_on=day("2026-12-11"))
    for number, (last_day, held_on) in enumerate([("2026-01-26", "2026-02-02"), ("2026-05-25", None)]):
        make.learning_meeting(
            made,
            number,
            assessment_due_on=day(last_day),
            held_on=held_on and day(held_on),
            place="Rådhuset",
        )
    group = make.learning_group(made, "Norr", basis=LearningGroup.Basis.THEME)
    make.learning_group(made, "Tom")
    first = make.participation(group=group, organisation=make.organisation("XADAL", "Ådala"), goal="Mål", contact="Vi")
    make.submitted(make.assessment(first, 0))
    make.participation(group=group, organisation=make.organisation("XMENT", "Mentorby"), role=MENTOR)
    make.withdrawn(make.participation(made, make.organisation("XLEFT", "Lämnby")))
    return made


@pytest.fixture
def coordinator(source):
    return make.member(source.owner, Role.COORDINATOR)


def asked(source, **changes) -> dict:
    roles = {f"role_{each.pk}": each.role if each.is_active else "" for each in source.participations.all()}
    data = {"name": "Nästa", "starts_on": "2027-01-11", "ends_on": "2027-12-10"}
    data |= {"meetings": "on", "checklist": "on", "groups": "on", "confirmed": "1"}
    return {name: value for name, value in (data | roles | changes).items() if value is not None}


def role_of(source, code: str) -> str:
    return f"role_{source.participations.get(organisation__code=code).pk}"


def post(client_of, person, source, data):
    return client_of(person).post(reverse("round-next", args=[source.slug]), data)


def made() -> LearningRound:
    return LearningRound.objects.get(name="Nästa")


def who(learning_round) -> list[tuple]:
    rows = learning_round.participations.select_related("organisation", "group").in_order()
    return [(row.organisation.code, row.role, row.group and row.group.name) for row in rows]


def test_everything_goes_along_on_the_same_days_of_the_week(client_of, source, coordinator):
    response = post(client_of, coordinator, source, asked(source))
    found = made()
    assert (response.status_code, response.url) == (302, reverse("round-setup", args=["nasta"]))
    assert (found.state, found.owner, found.checklist) == (LearningRound.State.DRAFT, source.owner, source.checklist)
    rows = found.meetings.order_by("number").values_list("number", "name", "held_on", "assessment_due_on", "place")
    assert list(rows) == [
        (0, "Uppstart", day("2027-02-01"), day("2027-01-25"), ""),
        (1, "Träff 1", None, day("2027-05-24"), ""),
    ]
    assert who(found) == [("XMENT", MENTOR, "Norr"), ("XADAL", PARTICIPANT, "Norr")]
    assert list(found.groups.values_list("name", "basis")) == [("Norr", "theme")]
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "fields")
    assert list(verbs)[-1] == ("start-from-round", "meetings, participations")


def test_nothing_that_was_written_goes_along_and_the_old_round_stays(client_of, source, coordinator):
    before = who(source)
    post(client_of, coordinator, source, asked(source))
    new = made().participations.get(organisation__code="XADAL")
    assert (new.assessments.count(), new.goal, new.contact, new.decision) == (0, "", "", "")
    assert (who(source), source.meetings.count(), source.groups.count()) == (before, 2, 2)


def test_a_former_participant_becomes_a_mentor_and_another_stays_behind(client_of, source, coordinator):
    data = asked(source) | {role_of(source, "XADAL"): MENTOR, role_of(source, "XMENT"): ""}
    post(client_of, coordinator, source, data)
    assert who(made()) == [("XADAL", MENTOR, "Norr")]


def test_who_has_left_goes_along_only_when_chosen(client_of, source, coordinator):
    page = client_of(coordinator).get(reverse("round-next", args=[source.slug]))
    field = page.context["form"][role_of(source, "XLEFT")]
    assert field.value() == ""
    post(client_of, coordinator, source, asked(source) | {role_of(source, "XLEFT"): PARTICIPANT})
    assert ("XLEFT", PARTICIPANT, None) in who(made())


def test_only_what_is_ticked_goes_along(client_of, source, coordinator):
    newest = make.checklist(version="9999")
    post(client_of, coordinator, source, asked(source, meetings=None, checklist=None, groups=None))
    found = made()
    assert (found.meetings.count(), found.groups.count(), found.checklist) == (0, 0, newest)
    assert who(found) == [("XMENT", MENTOR, None), ("XADAL", PARTICIPANT, None)]


def test_it_is_shown_before_it_is_made(client_of, source, coordinator):
    response = post(client_of, coordinator, source, asked(source, confirmed=None, groups=None))
    page = response.content.decode()
    shown = [text in page for text in ("1 februari 2027", "25 januari 2027", "Mentorby", 'value="Nästa"')]
    assert (response.status_code, shown, LearningRound.objects.count()) == (200, [True] * 4, 1)
    hidden = dict(response.context["fields"])
    again = {name: value for name, value in hidden.items() if value is not None} | {"confirmed": "1"}
    post(client_of, coordinator, source, again)
    assert (who(made()), made().meetings.count()) == ([("XMENT", MENTOR, None), ("XADAL", PARTICIPANT, None)], 2)


def test_what_was_chosen_can_be_changed_after_it_was_shown(client_of, source, coordinator):
    response = post(client_of, coordinator, source, asked(source, confirmed=None, change="1"))
    assert (response.context["form"]["name"].value(), LearningRound.objects.count()) == ("Nästa", 1)


def test_a_second_click_makes_no_second_round(client_of, source, coordinator):
    urls = [post(client_of, coordinator, source, asked(source)).url for _time in range(2)]
    assert (urls[0], LearningRound.objects.count(), made().meetings.count()) == (urls[1], 2, 2)


def test_the_next_round_can_start_from_an_archived_one(client_of, source, coordinator):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert post(client_of, coordinator, source, asked(source)).status_code == 302
    assert made().is_draft


def test_a_round_without_days_moves_from_its_first_meeting(client_of, source, coordinator):
    LearningRound.objects.update(starts_on=None)
    post(client_of, coordinator, source, asked(source, starts_on="2027-01-25"))
    assert made().meetings.get(number=0).assessment_due_on == day("2027-01-25")


BAD = {
    "name": ["", "x" * 121, "\x00"],
    "starts_on": ["", "snart", "2026-02-30", "0001-01-01", "\x00"],
    "ends_on": ["", "snart", "2027-01-10", "\x00"],
    "role": ["annat", "\x00"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, found in BAD.items() for value in found])
def test_bad_input_is_refused_at_its_field(client_of, source, coordinator, field, value):
    status, field = (422, role_of(source, "XADAL")) if field == "role" else (200, field)
    response = post(client_of, coordinator, source, asked(source) | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (status, [field])
    assert LearningRound.objects.count() == 1


def test_organisations_of_other_rounds_are_not_taken(client_of, source, coordinator):
    foreign = make.participation()
    post(client_of, coordinator, source, asked(source) | {f"role_{foreign.pk}": PARTICIPANT})
    assert foreign.organisation.code not in [row[0] for row in who(made())]


def test_last_times_answer_stays_in_its_round(client_of, source, coordinator):
    """A round has its own first time: nothing is shown beside its steps, though the organisation took part before."""
    post(client_of, coordinator, source, asked(source, starts_on="2098-01-12", ends_on="2098-12-12"))
    LearningRound.objects.filter(name="Nästa").update(state=LearningRound.State.PUBLISHED)
    participation = made().participations.get(organisation__code="XADAL")
    path = reverse("step-edit", args=["nasta", "XADAL", 0, 1])
    page = client_of(make.member(participation.organisation)).get(path)
    assert page.context["row"].previous is None
