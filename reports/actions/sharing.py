"""Show the group some of what was submitted, and take that back."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import LearningGroup, LearningMeeting, Participation
from reports.models import Share, SharedText, ShareWithdrawal
from reports.sharing import Choice, chosen_texts, fingerprint, offer_of, why_not_shared


@transaction.atomic
def share_with_group(
    *, participation: Participation, meeting: LearningMeeting, choice: Choice, diary_number: str, seen: str, by: User
) -> Share:
    """Freeze what was chosen of the latest submission before a meeting, and show it to the group and the coordinator.

    ``seen`` is the fingerprint of what the sharer has looked at: nothing else is ever shared. Raises ActionRefused when
    it has changed since, or when the organisation can't share.
    """
    lock_for_writing(participation)
    participation.refresh_from_db(fields=["group"])
    offer = offer_of(participation, meeting)
    if offer is None or (reason := why_not_shared(participation, offer)):
        raise ActionRefused(reason if offer else _("Nothing has been submitted before this meeting."))
    texts = chosen_texts(offer, choice)
    if not texts or fingerprint(participation, texts) != seen:
        raise ActionRefused(
            _("What you chose has changed since you looked at it. Look at it once more, then share it.")
        )
    made = Share.objects.create(
        participation=participation,
        submission=offer.submission,
        group=cast(LearningGroup, participation.group),
        by=by,
        diary_number=diary_number,
    )
    for text in texts:
        text.share = made
    SharedText.objects.bulk_create(texts)
    record("share", made, by=by, organisation=participation.organisation, fields=["group"])
    return made


@transaction.atomic
def take_back_share(*, share: Share, by: User) -> None:
    """Let only the own organisation see a share from now on; nothing happens when it was taken back before."""
    lock_for_writing(share.participation)
    _withdrawal, is_new = ShareWithdrawal.objects.get_or_create(share=share, defaults={"by": by})
    if is_new:
        record("take-back-share", share, by=by, organisation=share.participation.organisation)
