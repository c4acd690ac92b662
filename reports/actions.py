"""Verbs of reports: save what is written for the politicians and in the results report."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from learning_rounds.lock import refuse_unless_written_to
from learning_rounds.models import LearningMeeting, Participation
from reports.models import Brief, Report
from reports.queries import latest_reasons


class BriefSavedMeanwhile(ActionRefused):
    """Somebody else saved the questions after the form was opened; ``brief`` is what they saved."""

    def __init__(self, brief: Brief):
        self.brief = brief
        super().__init__(_("A colleague has saved other questions meanwhile. Both are kept below."))


@transaction.atomic
def save_brief(
    *, participation: Participation, meeting: LearningMeeting, texts: Mapping[str, str], version: int, by: User
) -> Brief:
    """Save the questions and the contact (``texts`` by field name) before a meeting.

    ``version`` is that of the brief that the writer saw (0: none yet). Raises ActionRefused when the organisation can't
    write in the round any more, BriefSavedMeanwhile when somebody else saved since.
    """
    refuse_unless_written_to(participation)
    brief, created = Brief.objects.get_or_create(participation=participation, meeting=meeting, defaults=dict(texts))
    if created:
        written = [name for name, text in texts.items() if text]
        record("save-brief", brief, by=by, organisation=participation.organisation, fields=written)
        return brief
    changed = [name for name, text in texts.items() if getattr(brief, name) != text]
    if not changed:
        return brief
    if not Brief.objects.filter(pk=brief.pk, version=version).update(**texts, version=version + 1):
        raise BriefSavedMeanwhile(brief)
    brief.refresh_from_db()
    record("save-brief", brief, by=by, organisation=participation.organisation, fields=changed)
    return brief


class ReportSavedMeanwhile(ActionRefused):
    """Somebody else saved the results report after the page was opened; ``report`` is what they saved."""

    def __init__(self, report: Report):
        self.report = report
        super().__init__(_("A colleague has saved the report meanwhile. Both versions are kept below."))


@transaction.atomic
def save_report(*, participation: Participation, texts: Mapping[str, str], version: int, by: User) -> Report:
    """Save the texts of the results report (by field name).

    ``version`` is that of the report that the writer saw (0: none yet). Raises ActionRefused when the organisation
    can't write in the round any more, ReportSavedMeanwhile when somebody else saved since.
    """
    refuse_unless_written_to(participation)
    report, created = Report.objects.get_or_create(participation=participation, defaults=dict(texts) | {"saved_by": by})
    changed = [name for name, text in texts.items() if (text if created else getattr(report, name) != text)]
    if changed and not created:
        _renew(report, version, by, **texts)
    if changed or created:
        record("save-report", report, by=by, organisation=participation.organisation, fields=changed)
    return report


@transaction.atomic
def choose_reasons(*, participation: Participation, chosen: Collection[int], version: int, by: User) -> Report:
    """Let the results report show these submitted reasons (ids of SubmissionText) and no others.

    Reasons of others, and of submissions that have been renewed, are left out. ``version`` and the errors are those of
    save_report.
    """
    refuse_unless_written_to(participation)
    report, created = Report.objects.get_or_create(participation=participation, defaults={"saved_by": by})
    reasons = set(latest_reasons(participation).filter(pk__in=chosen))
    if not created:
        if reasons == set(report.reasons.all()):
            return report
        _renew(report, version, by)
    report.reasons.set(reasons)
    record("choose-reasons", report, by=by, organisation=participation.organisation, fields=["reasons"])
    return report


def _renew(report: Report, version: int, by: User, **texts: str) -> None:
    """Give a report its next version, unless somebody else has."""
    fields = {**texts, "version": version + 1, "saved_at": timezone.now(), "saved_by": by}
    if not Report.objects.filter(pk=report.pk, version=version).update(**fields):
        raise ReportSavedMeanwhile(report)
    report.refresh_from_db()
