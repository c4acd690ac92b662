"""The results reports of a round file: which reasons they show, read from both sides, and saving them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.document import Item
from assessments.models import Submission, SubmissionText
from learning_rounds.models import LearningRound, Participation
from reports.models import Report
from reports.round_file.places import HIGHEST_STEP, TEXT_LIMIT, Places, refuse_repeated
from reports.round_file.rows import AssessmentRow, ParticipationRow, ReportRow, ShownRow, UnitRow

TEXTS = ("background", "goal", "work", "thoughts", "lessons", "way_forward")
# By participation and where the reason stands.
Reasons = Mapping[tuple[int, ShownRow], SubmissionText]


# --- From the database -----------------------------------------------------------------------------------------------


def shown_reasons(learning_round: LearningRound) -> dict[int, tuple[ShownRow, ...]]:
    """The reasons that each report (by id) shows: those chosen whose words are still the latest. Two queries."""
    chosen = Report.reasons.through.objects.filter(report__participation__round=learning_round)
    reports: dict[tuple[int, int, str], int] = {}
    for row in chosen.select_related("submissiontext__submission"):
        reports[_what(row.submissiontext)] = row.report_id
    found: dict[int, list[ShownRow]] = {}
    latest = Submission.objects.whole().latest().for_round(learning_round)
    texts = SubmissionText.objects.filter(submission__in=latest).exclude(reason="")
    for text in texts.select_related("step", "submission__assessment__meeting"):
        if _what(text) in reports:
            shown = ShownRow(text.submission.assessment.meeting.number, text.step.number)
            found.setdefault(reports[_what(text)], []).append(shown)
    return {report: tuple(sorted(rows)) for report, rows in found.items()}


def _what(text: SubmissionText) -> tuple[int, int, str]:
    return text.submission.assessment_id, text.step_id, text.reason


# --- From a document -------------------------------------------------------------------------------------------------


def read_report(item: Item, places: Places, assessments: Iterable[AssessmentRow]) -> ReportRow | None:
    """The results report of a participation with these assessments, None where nothing is said."""
    if item.is_blank:
        return None
    item.expect(*TEXTS, "contact", "reasons")
    texts = {name: item.get(name).text(TEXT_LIMIT, lines=True) for name in TEXTS}
    reasons = _read_reasons(item.get("reasons"), places, set(_submitted(assessments)))
    row = ReportRow(**texts, contact=item.get("contact").text(120), reasons=reasons)
    return None if row == ReportRow() else row


def _submitted(assessments: Iterable[AssessmentRow]) -> Iterable[ShownRow]:
    """Where the latest submissions of the whole organisation have reasons."""
    for row in assessments:
        if row.unit == UnitRow() and row.submissions:
            yield from (ShownRow(row.meeting, each.step) for each in row.submissions[-1].answers if each.reason)


def _read_reasons(item: Item, places: Places, submitted: set[ShownRow]) -> tuple[ShownRow, ...]:
    found = []
    for child in item.items():
        child.expect("meeting", "step")
        meeting, step = places.meeting(child["meeting"]), child["step"].whole_number(HIGHEST_STEP)
        if meeting is None or step is None:
            continue
        if ShownRow(meeting, step) not in submitted:
            child.refuse(_("No reason was submitted for this step before this meeting."))
        found.append((child["step"], ShownRow(meeting, step)))
    refuse_repeated((place, tuple(row)) for place, row in found)
    return tuple(sorted(row for _place, row in found))


# --- Into the database -----------------------------------------------------------------------------------------------


def save_reports(parts: Iterable[tuple[Participation, ParticipationRow]], texts: Iterable[SubmissionText]) -> None:
    """The results reports with the reasons they show, which are among the saved ``texts``. Two queries."""
    rows = [(participation, part.report) for participation, part in parts if part.report]
    made = Report.objects.bulk_create(
        Report(participation=participation, **{name: text for name, text in asdict(row).items() if name != "reasons"})
        for participation, row in rows
    )
    reasons = _by_place(texts)
    between = Report.reasons.through
    between.objects.bulk_create(
        between(report=report, submissiontext=reasons[report.participation_id, shown])
        for report, (_participation, row) in zip(made, rows, strict=True)
        for shown in row.reasons
    )


def _by_place(texts: Iterable[SubmissionText]) -> Reasons:
    """Reasons of whole organisations by place; a later submission comes after an earlier one and takes its place."""
    found = {}
    for text in texts:
        assessment = text.submission.assessment
        if assessment.unit.kind == Unit.Kind.WHOLE:
            found[assessment.participation_id, ShownRow(assessment.meeting.number, text.step.number)] = text
    return found
