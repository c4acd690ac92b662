"""Verbs of reports: save what is written for the politicians."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from learning_rounds.lock import refuse_unless_written_to
from learning_rounds.models import LearningMeeting, Participation
from reports.models import Brief


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
