"""What stands in the results report: what was submitted, what was chosen, and what people wrote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Measure, SubmissionText
from learning_rounds.models import ChainLevel, Participation
from reports.results_report import results_report_of
from tests import factories
from tests.factories import day
from tests.reports.summaries import exempelkoping

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return exempelkoping()


def filled(participation) -> list[str]:
    return [chapter.key for chapter in results_report_of(participation).shown]


def shown_reasons(participation) -> list[tuple]:
    steps = results_report_of(participation).reasons
    return [(step.number, each.meeting, each.level, each.text) for step in steps for each in step.reasons]


def submit(participation, meeting: int, reasons: dict[int, str], half_steps: int = 5):
    assessment = participation.assessments.filter(meeting__number=meeting).first()
    return factories.submitted(assessment or factories.assessment(participation, meeting), half_steps, reasons)


def texts_of(submission, *steps: int):
    return SubmissionText.objects.filter(submission=submission, step__number__in=steps)


# --- Chapters --------------------------------------------------------------------------------------------------------


def test_report_of_one_who_has_done_nothing_is_empty():
    report = results_report_of(factories.participation())
    assert (report.shown, report.summary, report.reasons) == ([], None, ())


def test_chapters_come_in_order_when_they_have_content(own):
    texts = dict.fromkeys(("background", "goal", "work", "thoughts", "lessons", "way_forward", "contact"), "Text")
    factories.report(own, **texts)
    factories.pilot_activity(own)
    factories.chain_entry(own)
    factories.measure(own.assessments.first())
    assert filled(own) == [
        *("summary", "background", "goal", "work", "results", "pilots", "chain", "measures"),
        *("thoughts", "lessons", "way_forward", "contact"),
    ]


def test_white_space_is_no_text(own):
    factories.report(own, background=" \n ", lessons="Lärt")
    assert filled(own) == ["summary", "results", "lessons"]


def test_goal_is_that_of_the_participation_until_the_report_has_its_own(own):
    own.goal = "Lära av andra"
    own.save()
    report, goals = factories.report(own), []
    for goal in ("", "Eget mål"):
        report.goal = goal
        report.save()
        goals += [chapter.text for chapter in results_report_of(own).shown if chapter.key == "goal"]
    assert goals == ["Lära av andra", "Eget mål"]


def test_contact_is_that_of_the_participation_until_the_report_has_its_own(own):
    own.contact = "Strategen"
    own.save()
    report, contacts = factories.report(own), []
    for contact in ("", "Kommundirektören"):
        report.contact = contact
        report.save()
        contacts += [chapter.text for chapter in results_report_of(own).shown if chapter.key == "contact"]
    assert contacts == ["Strategen", "Kommundirektören"]


def test_decision_alone_makes_the_goal_a_chapter(own):
    own.decided_on = day("2024-11-25")
    assert filled(own) == ["summary", "goal", "results"]


def test_summary_is_that_of_the_latest_submission(own):
    summary = results_report_of(own).summary
    assert (summary.meeting.number, [card.number for card in summary.cards]) == (1, ["24,0 av 40", "+6,0", "1,5 av 4"])
    assert summary.chart.own.name == "Vi"


# --- Reasons ---------------------------------------------------------------------------------------------------------


def test_no_reason_is_shown_unless_it_was_chosen(own):
    submit(own, 2, {1: "Ett", 2: "Två"})
    assert shown_reasons(own) == []


def test_chosen_reasons_come_by_step_and_meeting(own):
    first, second = submit(own, 0, {2: "Förr", 1: "Start"}), submit(own, 1, {2: "Nu"}, 6)
    factories.report(own).reasons.set([*texts_of(second, 2), *texts_of(first, 1, 2)])
    assert shown_reasons(own) == [
        (1, "Uppstart", "2,5", "Start"),
        (2, "Uppstart", "2,5", "Förr"),
        (2, "Träff 1", "3,0", "Nu"),
    ]


def test_renewed_reason_stays_with_the_same_words_only(own):
    report = factories.report(own)
    report.reasons.set(texts_of(submit(own, 1, {1: "Samma", 2: "Gammal"}), 1, 2))
    submit(own, 1, {1: "Samma", 2: "Ny"}, 7)
    assert shown_reasons(own) == [(1, "Träff 1", "3,5", "Samma")]


def test_same_words_before_another_meeting_are_not_chosen(own):
    factories.report(own).reasons.set(texts_of(submit(own, 0, {1: "Samma"}), 1))
    submit(own, 1, {1: "Samma"})
    assert [meeting for _step, meeting, _level, _text in shown_reasons(own)] == ["Uppstart"]


def test_step_that_could_not_be_judged_says_so(own):
    submission = factories.submitted(factories.assessment(own, 2), {1: None}, {1: "Vet inte"})
    factories.report(own).reasons.set(texts_of(submission, 1))
    assert shown_reasons(own) == [(1, "Träff 2", "kan inte bedöma ännu", "Vet inte")]


# --- Pilot activities, chain and next actions ------------------------------------------------------------------------


def test_pilot_has_what_is_known_of_it(own):
    unit = factories.unit(own.organisation, kind="committee", name="Socialnämnden")
    factories.pilot_activity(
        own,
        name="Lika hjälp",
        area="Hemtjänst",
        unit=unit,
        responsible="Chefen",
        problem="Ojämnt",
        goal="Jämnt",
        status="under-way",
        starts_on=day("2026-03-02"),
        ends_on=day("2026-12-04"),
    )
    factories.pilot_activity(own, name="Senare")
    full, bare = results_report_of(own).pilots
    assert (full.name, full.problem, full.goal) == ("Lika hjälp", "Ojämnt", "Jämnt")
    assert full.facts == ("Hemtjänst", "Socialnämnden", "2 mars 2026 till 4 december 2026", "Chefen", "Pågår")
    assert (bare.facts, bare.problem) == (("Planerad",), "")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "period"),
    [("2026-03-02", None, "från 2 mars 2026"), (None, "2026-12-04", "till och med 4 december 2026")],
)
def test_period_may_lack_an_end(own, starts_on, ends_on, period):
    days = {"starts_on": starts_on and day(starts_on), "ends_on": ends_on and day(ends_on)}
    factories.pilot_activity(own, **days)
    assert results_report_of(own).pilots[0].facts == (period, "Planerad")


def test_chain_goes_by_level_and_says_what_leads_to_what(own):
    activity = factories.chain_entry(own, text="Utbildning", state="achieved")
    factories.chain_entry(own, ChainLevel.EFFECT, text="Jämlik hälsa", state="not-visible")
    factories.chain_link(activity, factories.chain_entry(own, ChainLevel.PRODUCT, text="Mall " * 40))
    parts = results_report_of(own).chain
    assert [(part.name, len(part.results)) for part in parts] == [
        ("Aktivitet", 1),
        ("Ny eller ändrad produkt", 1),
        ("Samhällseffekt", 1),
    ]
    (first,) = parts[0].results
    assert (first.text, first.state) == ("Utbildning", "Uppnått")
    assert [(len(text), text[-1]) for text in first.leads_to] == [(100, "…")]


def test_next_actions_stand_by_state_when_they_are_announced(own):
    assessment = own.assessments.get(meeting__number=1)
    for state in (Measure.State.DROPPED, Measure.State.DONE, Measure.State.OPEN):
        because = "Annat gick före" if state == Measure.State.DROPPED else ""
        known = {"responsible": "Chefen", "due_on": day("2026-12-04"), "dropped_because": because}
        factories.measure(assessment, 9, text=state, state=state, **known)
    factories.measure(factories.assessment(own, 2), text="Utkast")
    parts = results_report_of(own).measures
    assert [(part.name, [each.text for each in part.measures]) for part in parts] == [
        ("Återstår", ["open"]),
        ("Gjorda", ["done"]),
        ("Strukna", ["dropped"]),
    ]
    assert [part.measures[0].dropped_because for part in parts] == ["", "", "Annat gick före"]
    (action,) = parts[0].measures
    assert (action.step, action.responsible, action.due_on) == (
        "9. Konkreta förbättringar",
        "Chefen",
        "4 december 2026",
    )


def test_nothing_of_others_is_in_the_report(own):
    other = factories.participation(own.round, group=own.group)
    submission = submit(other, 1, {1: "Andras"})
    factories.report(other, background="Andras").reasons.set(texts_of(submission, 1))
    factories.pilot_activity(other)
    factories.chain_entry(other)
    factories.measure(submission.assessment)
    assert filled(own) == ["summary", "results"]


def test_number_of_queries_is_the_same_for_one_and_three_of_everything(own):
    counts = []
    for number in (1, 2):
        for _time in range(number):
            factories.pilot_activity(own)
            factories.chain_link(factories.chain_entry(own))
            factories.measure(own.assessments.first())
        if number == 1:
            factories.report(own).reasons.set(texts_of(submit(own, 1, {1: "Ett", 2: "Två", 3: "Tre"}), 1))
        else:
            own.report.reasons.set(SubmissionText.objects.filter(submission__assessment__participation=own))
        participation = Participation.objects.select_related("round__checklist", "organisation").get(pk=own.pk)
        with CaptureQueriesContext(connection) as captured:
            results_report_of(participation)
        counts.append(len(captured))
    assert (counts[0] == counts[1], counts[0] <= 20) == (True, True)
