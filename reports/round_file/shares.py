"""What organisations have shared with their group, in a round file: from the database, from a document, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.document import Item
from assessments.models import Submission
from checklists.models import Step
from learning_rounds.models import LearningGroup, LearningRound, Participation
from reports.models import Share, SharedText, ShareWithdrawal
from reports.round_file.places import HIGHEST_ID, HIGHEST_STEP, TEXT_LIMIT, Places
from reports.round_file.rows import AssessmentRow, ParticipationRow, SharedTextRow, ShareRow, StepKey, UnitRow
from reports.round_file.tidying import line, text

# --- From the database -----------------------------------------------------------------------------------------------


def shares_of(learning_round: LearningRound) -> dict[int, list[ShareRow]]:
    """What each participation (by id) has shared, in its order. Two queries."""
    shares = Share.objects.filter(participation__round=learning_round).order_by("pk")
    texts: dict[int, list[SharedTextRow]] = {}
    rows = SharedText.objects.filter(share__in=shares).select_related("step").order_by("number")
    for row in rows:
        texts.setdefault(row.share_id, []).append(
            SharedTextRow(row.kind, row.step.number if row.step else None, text(row.text))
        )
    found: dict[int, list[ShareRow]] = {}
    for share in shares.select_related("group", "withdrawal", "submission__assessment__meeting"):
        found.setdefault(share.participation_id, []).append(_row(share, texts.get(share.pk, [])))
    return found


def _row(share: Share, texts: Iterable[SharedTextRow]) -> ShareRow:
    return ShareRow(
        meeting=share.submission.assessment.meeting.number,
        submission=share.submission.number,
        group=line(share.group.name),
        at=share.at,
        diary_number=line(share.diary_number),
        taken_back_at=share.withdrawal.at if share.is_withdrawn else None,
        texts=tuple(texts),
    )


# --- From a document -------------------------------------------------------------------------------------------------


def read_shares(item: Item, places: Places, assessments: Iterable[AssessmentRow]) -> tuple[ShareRow, ...]:
    """What a participation with these assessments has shared."""
    whole = {row.meeting: row for row in assessments if row.unit == UnitRow()}
    return tuple(row for child in item.items() if (row := _read(child, places, whole)))


def _read(item: Item, places: Places, whole: Mapping[int, AssessmentRow]) -> ShareRow | None:
    item.expect("meeting", "submission", "group", "at", "diary_number", "taken_back_at", "texts")
    meeting, number = places.meeting(item["meeting"]), item["submission"].whole_number(HIGHEST_ID)
    group, at = places.group(item["group"]), item["at"].moment()
    diary_number, taken_back_at = item.get("diary_number").text(60), item.get("taken_back_at").moment()
    if meeting is None or number is None:
        return None
    submissions = whole[meeting].submissions if meeting in whole else ()
    if not 0 < number <= len(submissions):
        item["submission"].refuse(_("Before this meeting there is no submission with this number."))
        return None
    checklist = submissions[number - 1].checklist
    texts = tuple(row for child in item["texts"].items() if (row := _text(child, checklist, places)))
    return ShareRow(meeting, number, group, cast(datetime, at), diary_number, taken_back_at, texts)


def _text(item: Item, checklist: str, places: Places) -> SharedTextRow | None:
    item.expect("kind", "step", "text")
    kind, words = item["kind"].choice(SharedText.Kind.values), item["text"].text(TEXT_LIMIT, lines=True)
    if kind not in SharedText.OF_STEPS:
        return SharedTextRow(kind, None, words)
    step = item["step"].whole_number(HIGHEST_STEP)
    if step is None or not places.has_step(checklist, step, item["step"]):
        return None
    return SharedTextRow(kind, step, words)


# --- Into the database -----------------------------------------------------------------------------------------------


def save_shares(
    parts: Iterable[tuple[Participation, ParticipationRow]],
    submissions: Iterable[Submission],
    groups: Mapping[str, LearningGroup],
    steps: Mapping[StepKey, Step],
) -> None:
    """What was shared, with its texts, and what was taken back. Three queries."""
    found = {
        (each.assessment.participation_id, each.assessment.meeting.number, each.number): each
        for each in submissions
        if each.assessment.unit.kind == Unit.Kind.WHOLE
    }
    rows = [(participation, row) for participation, part in parts for row in part.shares]
    made = Share.objects.bulk_create(
        Share(
            participation=participation,
            submission=found[participation.pk, row.meeting, row.submission],
            group=groups[row.group],
            at=row.at,
            diary_number=row.diary_number,
        )
        for participation, row in rows
    )
    pairs = [(share, row) for share, (_participation, row) in zip(made, rows, strict=True)]
    SharedText.objects.bulk_create(
        SharedText(
            share=share,
            number=number,
            kind=each.kind,
            step=steps[StepKey(str(share.submission.checklist), each.step)] if each.step else None,
            text=each.text,
        )
        for share, row in pairs
        for number, each in enumerate(row.texts, start=1)
    )
    ShareWithdrawal.objects.bulk_create(
        ShareWithdrawal(share=share, at=row.taken_back_at) for share, row in pairs if row.taken_back_at
    )
