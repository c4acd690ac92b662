"""The first sentences of the coordinator's page: how many have submitted, until when, and who has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, Participation
from reports.progress import ProgressTable
from reports.wording import meeting_in_sentence


def submitted_sentence(
    active: Sequence[Participation], progress: ProgressTable, meeting: LearningMeeting | None, today: date
) -> str:
    """How many of the active organisations have submitted before ``meeting``, and its last day. Source: ux (d) 1.

    They are called municipalities when all of them are. Without anybody or any meeting the sentence says that.
    """
    if not active:
        return _("No organisation takes part in the round yet.")
    if meeting is None or meeting.assessment_due_on is None:
        return _("The round has no meeting with a self-assessment yet.")
    submitted = progress.count_submitted(active, meeting)
    municipal = all(found.organisation.kind == Organisation.Kind.MUNICIPALITY for found in active)
    sentence = (_of_municipalities if municipal else _of_organisations)(submitted, len(active))
    values = {"submitted": submitted, "active": len(active), "meeting": meeting_in_sentence(meeting)}
    last_day = _("The last day was %(date)s.") if meeting.has_passed(today) else _("Last day %(date)s.")
    return f"{sentence % values} {last_day % {'date': date_format(meeting.assessment_due_on)}}"


def _of_municipalities(submitted: int, active: int) -> str:
    if not submitted:
        return ngettext(
            "The municipality has not submitted before %(meeting)s.",
            "None of %(active)s municipalities has submitted before %(meeting)s.",
            active,
        )
    if submitted == active:
        return ngettext(
            "The municipality has submitted before %(meeting)s.",
            "All %(active)s municipalities have submitted before %(meeting)s.",
            active,
        )
    return ngettext(
        "%(submitted)s of %(active)s municipalities has submitted before %(meeting)s.",
        "%(submitted)s of %(active)s municipalities have submitted before %(meeting)s.",
        submitted,
    )


def _of_organisations(submitted: int, active: int) -> str:
    if not submitted:
        return ngettext(
            "The organisation has not submitted before %(meeting)s.",
            "None of %(active)s organisations has submitted before %(meeting)s.",
            active,
        )
    if submitted == active:
        return ngettext(
            "The organisation has submitted before %(meeting)s.",
            "All %(active)s organisations have submitted before %(meeting)s.",
            active,
        )
    return ngettext(
        "%(submitted)s of %(active)s organisations has submitted before %(meeting)s.",
        "%(submitted)s of %(active)s organisations have submitted before %(meeting)s.",
        submitted,
    )


def pending_sentence(
    active: Sequence[Participation], progress: ProgressTable, meeting: LearningMeeting | None, last_days: LastDays
) -> str:
    """Who has not submitted before ``meeting``, by name: those whose last day has passed, and those who still can.

    The day stands with those who have been given more time; "" when everybody is missing or nobody.
    """
    if meeting is None:
        return ""
    pending = [found for found in active if progress.get(found, meeting).submitted_at is None]
    if not 0 < len(pending) < len(active):
        return ""
    late = [found for found in pending if last_days.has_passed(found, meeting)]
    waiting = [found for found in pending if found not in late]
    sentences = [(_("Did not submit in time: %(names)s."), late), (_("Not submitted yet: %(names)s."), waiting)]
    return " ".join(
        sentence % {"names": ", ".join(_named(found, meeting, last_days) for found in named)}
        for sentence, named in sentences
        if named
    )


def _named(participation: Participation, meeting: LearningMeeting, last_days: LastDays) -> str:
    extended_to = last_days.extended_to(participation, meeting)
    if extended_to is None:
        return participation.organisation.name
    words = {"organisation": participation.organisation.name, "date": date_format(extended_to)}
    return _("%(organisation)s (extended to %(date)s)") % words
