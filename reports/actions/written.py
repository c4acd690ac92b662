"""Save what is written for the politicians and in the results report."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.saving import save_changes, save_version
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import LearningMeeting, Participation
from reports.models import Brief, Report
from reports.queries import latest_reasons


@transaction.atomic
def save_brief(
    *, participation: Participation, meeting: LearningMeeting, texts: Mapping[str, object], version: int, by: User
) -> Brief:
    """Save the questions and the contact (``texts`` by field name) before a meeting.

    ``version`` is that of the brief that the writer saw (0: none yet). Raises ActionRefused when the organisation can't
    write in the round any more, SavedMeanwhile when somebody else saved since.
    """
    lock_for_writing(participation)
    brief, created = Brief.objects.get_or_create(
        participation=participation, meeting=meeting, defaults={**texts, "saved_by": by}
    )
    changed: Collection[str]
    if created:
        changed = [name for name, text in texts.items() if text]
    else:
        changed = save_changes(brief, texts, version=version, by=by)
    if changed or created:
        record("save-brief", brief, by=by, organisation=participation.organisation, fields=changed)
    return brief


@transaction.atomic
def save_report(*, participation: Participation, texts: Mapping[str, object], version: int, by: User) -> Report:
    """Save the texts of the results report (by field name).

    ``version`` is that of the report that the writer saw (0: none yet). Raises ActionRefused when the organisation
    can't write in the round any more, SavedMeanwhile when somebody else saved since.
    """
    lock_for_writing(participation)
    report, created = Report.objects.get_or_create(participation=participation, defaults={**texts, "saved_by": by})
    changed: Collection[str]
    if created:
        changed = [name for name, text in texts.items() if text]
    else:
        changed = save_changes(report, texts, version=version, by=by)
    if changed or created:
        record("save-report", report, by=by, organisation=participation.organisation, fields=changed)
    return report


@transaction.atomic
def choose_reasons(*, participation: Participation, chosen: Collection[int], version: int, by: User) -> Report:
    """Let the results report show these submitted reasons (ids of SubmissionText) and no others.

    Reasons of others, and of submissions that have been renewed, are left out. ``version`` and the errors are those of
    save_report.
    """
    lock_for_writing(participation)
    report, created = Report.objects.get_or_create(participation=participation, defaults={"saved_by": by})
    reasons = set(latest_reasons(participation).filter(pk__in=chosen))
    if not created:
        if reasons == set(report.reasons.all()):
            return report
        save_version(report, version, by)
    report.reasons.set(reasons)
    record("choose-reasons", report, by=by, organisation=participation.organisation, fields=["reasons"])
    return report
