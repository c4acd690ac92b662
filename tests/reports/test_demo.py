"""The demo: invented, complete, and up to date whenever it is started."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, Organisation, User
from accounts.reference_data import reference_organisations
from assessments.models import Measure, Submission, SubmissionText
from assessments.worksheet import worksheet_for
from learning_rounds.models import (
    ChainEntry,
    ChainLink,
    GroupMeeting,
    LearningRound,
    Participation,
    PilotActivity,
    PilotNote,
)
from reports.models import Brief, Report

pytestmark = pytest.mark.django_db
REPORT_TEXTS = ["background", "goal", "work", "thoughts", "lessons", "way_forward"]
PASSWORD = "jamsteg-pa-prov"
LOGINS = [
    ["administrator", "admin@jamsteg.example", PASSWORD],
    ["coordinator", "koordinator@skr.example", PASSWORD],
    ["strategist", "strateg@exempelkoping.example", PASSWORD],
    ["reader", "politiker@exempelkoping.example", PASSWORD],
    ["peer-strategist", "strateg@strandhamn.example", PASSWORD],
    ["mentor-strategist", "strateg@norrvik.example", PASSWORD],
]


@pytest.fixture
def start(run, settings, on_day):
    """``start("2026-11-21")``: the demo is started on that day; what it prints, line by line."""
    settings.DEMO = True

    def load(day="2026-11-21") -> list[list[str]]:
        on_day(day)
        return [line.split() for line in run("load_demo").splitlines()]

    return load


def running_round() -> LearningRound:
    return LearningRound.objects.get(slug="pagaende-omgang")


def test_load_demo_is_refused_where_real_people_log_in(run):
    with pytest.raises(CommandError, match="only with DEMO=1 or DEBUG=1"):
        run("load_demo")
    assert not LearningRound.objects.exists()


def test_load_demo_prints_logins_that_work(start):
    assert start() == LOGINS
    people = {user.email: user for user in User.objects.all()}
    assert [people[email].check_password(password) for _label, email, password in LOGINS] == [True] * 6
    roles = [people[email].current_memberships()[0].role for _label, email, _password in LOGINS]
    assert roles == ["administrator", "coordinator", "strategist", "reader", "strategist", "strategist"]


def test_load_demo_again_changes_nothing_on_the_same_day(start):
    start()
    before = AuditEntry.objects.count(), Submission.objects.count()
    assert start() == LOGINS
    assert (AuditEntry.objects.count(), Submission.objects.count()) == before


def test_load_demo_sets_a_changed_password_back(start):
    start()
    user = User.objects.get(email="strateg@exempelkoping.example")
    user.set_password("något helt annat")
    user.save()
    start()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_load_demo_has_a_finished_round_of_six_and_one_that_left(start):
    start()
    parts = Participation.objects.filter(round__slug="omgang-2024-2026")
    counted = {
        (role, status): parts.filter(role=role, status=status).count()
        for role, status in parts.values_list("role", "status")
    }
    assert counted == {("participant", "active"): 4, ("mentor", "active"): 2, ("participant", "withdrawn"): 1}
    finished = LearningRound.objects.get(slug="omgang-2024-2026")
    assert (finished.groups.count(), finished.meetings.with_assessment().count(), finished.open_meeting()) == (
        2,
        4,
        None,
    )


def test_load_demo_leaves_the_strategist_three_steps_to_do(start):
    start()
    participation = Participation.objects.get(round=running_round(), organisation__code="X101")
    worksheet = worksheet_for(participation, running_round().open_meeting())
    assert (worksheet.is_open, worksheet.done, worksheet.begun, worksheet.total) == (True, 7, 1, 10)
    assert [row.step.number for row in worksheet.missing] == [7, 9, 10]


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22", "2028-02-29"])
def test_load_demo_is_thirteen_days_before_the_meeting_whenever_it_is_made(start, day):
    start(day)
    meeting = running_round().open_meeting()
    assert (meeting.number, meeting.assessment_due_on) == (2, date.fromisoformat(day) + timedelta(days=13))
    latest = Submission.objects.for_round(running_round()).order_by("-at").first()
    assert latest.at.date() < date.fromisoformat(day)


def test_load_demo_moves_the_running_round_with_today(start):
    start("2026-11-21")
    due_on = dict(Measure.objects.values_list("pk", "due_on"))
    submitted_at = dict(Submission.objects.values_list("pk", "at"))
    start("2027-03-01")
    moved = running_round()
    assert (moved.name, moved.open_meeting().assessment_due_on) == ("Omgång 2026–2027", date(2027, 3, 14))
    later = {measure.due_on - due_on[measure.pk] for measure in Measure.objects.filter(participation__round=moved)}
    assert later == {timedelta(days=100)}
    conference = moved.meetings.get(kind="conference")
    assert (conference.held_on, conference.assessment_due_on) == (date(2027, 9, 4), None)
    pilot = PilotActivity.objects.get(participation__round=moved, name="Lika hjälp i hemmet")
    assert (pilot.starts_on, pilot.notes.order_by("on").last().on) == (date(2026, 6, 10), date(2027, 1, 27))
    assert dict(Submission.objects.values_list("pk", "at")) == submitted_at


def test_load_demo_keeps_the_clock_time_of_group_meetings_across_summer_time(start):
    start("2026-11-21")
    start("2027-03-21")
    meetings = GroupMeeting.objects.filter(group__round=running_round(), meeting__number=2, group__name="Grupp A")
    moment = timezone.localtime(meetings.get().starts_at)
    assert (moment.date(), moment.hour, moment.utcoffset()) == (date(2027, 4, 9), 13, timedelta(hours=2))


def test_load_demo_has_pilots_and_results_at_every_level(start):
    start()
    finished = Participation.objects.filter(round__slug="omgang-2024-2026")
    entries = ChainEntry.objects.filter(participation__in=finished)
    assert set(entries.values_list("level", flat=True)) == {1, 2, 3, 4, 5}
    assert set(entries.values_list("state", flat=True)) == set(ChainEntry.State.values)
    assert ChainLink.objects.filter(source__in=entries).count() > entries.count() // 2
    counts = {part.organisation.code: part.pilots.count() for part in finished.select_related("organisation")}
    assert counts == {"X001": 2, "X002": 3, "X003": 1, "X004": 1, "X005": 1, "X006": 0, "X007": 0}


def test_load_demo_has_a_whole_results_report_and_an_unfinished_one(start):
    start()
    written = {
        report.participation.organisation.code: [name for name in REPORT_TEXTS if getattr(report, name)]
        for report in Report.objects.select_related("participation__organisation")
    }
    assert written == {"X001": REPORT_TEXTS, "X002": ["background", "lessons"], "X101": ["background", "work"]}
    assert Report.objects.get(participation__organisation__code="X001").reasons.count() == 4


def test_load_demo_names_the_running_round_after_its_years(start):
    start("2027-11-21")
    assert running_round().name == "Omgång 2027–2028"


def test_load_demo_keeps_what_visitors_have_written(start):
    start()
    Measure.objects.filter(step__number=5).update(text="Skrivet av en besökare")
    Brief.objects.update(question_1="Skrivet av en besökare")
    start("2026-11-25")
    assert set(Brief.objects.values_list("question_1", flat=True)) == {"Skrivet av en besökare"}
    assert set(Measure.objects.filter(step__number=5).values_list("text", flat=True)) == {"Skrivet av en besökare"}


def test_load_demo_names_no_real_municipality(start):
    start()
    invented = Organisation.objects.filter(participations__isnull=False)
    assert [found.code for found in invented if not (found.is_fictive and found.code.startswith("X"))] == []
    real = {word for row in reference_organisations() for word in row.name.split()}
    assert real & set(invented.values_list("name", flat=True)) == set()
    texts = [
        *SubmissionText.objects.values_list("reason", "evidence"),
        *Measure.objects.values_list("text", "responsible"),
        *PilotActivity.objects.values_list("name", "area", "department", "problem", "goal", "responsible"),
        *PilotNote.objects.values_list("text"),
        *ChainEntry.objects.values_list("text"),
        *Participation.objects.values_list("goal", "contact"),
        *Report.objects.values_list(*REPORT_TEXTS),
    ]
    assert {word for text in texts for part in text for word in re.findall(r"\w+", part)} & municipalities() == set()


def municipalities() -> set[str]:
    return {row.name for row in reference_organisations() if row.kind == "municipality"}


def test_load_demo_writes_short_sentences(start):
    start()
    texts = [
        *SubmissionText.objects.values_list("reason", flat=True),
        *Measure.objects.values_list("text", flat=True),
        *PilotActivity.objects.values_list("problem", flat=True),
        *PilotActivity.objects.values_list("goal", flat=True),
        *PilotNote.objects.values_list("text", flat=True),
        *ChainEntry.objects.values_list("text", flat=True),
        *(text for report in Report.objects.values_list(*REPORT_TEXTS) for text in report),
    ]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?])\s+", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []


@pytest.mark.parametrize("day", ["2026-11-21", "2027-03-01"])
def test_load_demo_has_an_open_and_an_expired_invitation_whenever_it_is_made(start, day):
    start()
    start(day)
    assert [each.state for each in Invitation.objects.order_by("-invited_at")] == ["sent", "expired"]


def test_load_demo_leaves_invitations_that_a_visitor_has_used(start):
    start()
    Invitation.objects.filter(role="reader").update(revoked_at=timezone.now())
    Invitation.objects.filter(role="strategist").update(
        invited_at=timezone.now(), expires_at=timezone.now() + timedelta(days=7)
    )
    before = list(Invitation.objects.order_by("pk").values())
    start("2026-11-22")
    assert list(Invitation.objects.order_by("pk").values()) == before
