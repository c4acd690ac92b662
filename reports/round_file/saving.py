"""Verb of round files: save a round that was read without problems, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.actions import OrganisationRow, save_organisations
from accounts.audit import record
from accounts.models import Organisation, Unit, User
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.models import Checklist, Step
from learning_rounds.models import (
    GroupMeeting,
    LastDayExtension,
    LearningGroup,
    LearningMeeting,
    LearningRound,
    Participation,
)
from reports.models import Brief
from reports.round_file.reports import save_reports
from reports.round_file.rows import (
    AnswerRow,
    AssessmentRow,
    ChecklistFacts,
    Known,
    ParticipationRow,
    RoundFile,
    SheetRow,
    StepKey,
    UnitRow,
)
from reports.round_file.saving_work import save_chains, save_pilots
from reports.round_file.shares import save_shares


def known() -> Known:
    """What the database knows that a round file may name. Four queries."""
    checklists = Checklist.objects.exclude(state=Checklist.State.DRAFT).prefetch_related("steps")
    return Known(
        organisations=dict(Organisation.objects.values_list("code", "can_coordinate")),
        slugs=frozenset(LearningRound.objects.values_list("slug", flat=True)),
        checklists={
            str(checklist): ChecklistFacts(
                frozenset(step.number for step in checklist.steps.all()),
                checklist.scale_min,
                checklist.scale_max,
                checklist.scale_step,
            )
            for checklist in checklists
        },
    )


@transaction.atomic
def import_round(*, file: RoundFile, by: User | None) -> LearningRound:
    """Save a round that ``parse_round`` found good, with everything in it.

    Neither last days nor completeness are enforced. The number of queries does not depend on the size of the round,
    except for one audit entry per new organisation.
    """
    save_organisations(rows=file.new, by=by)
    learning_round = LearningRound.objects.create(
        slug=file.slug,
        name=file.name,
        owner=Organisation.objects.get(code=file.coordinator),
        checklist=Checklist.objects.get_by_reference(file.checklist),
        starts_on=file.starts_on,
        ends_on=file.ends_on,
        state=file.state,
    )
    _Saver(file, learning_round).save()
    record("import-round", learning_round, by=by, organisation=learning_round.owner)
    return learning_round


Parts = list[tuple[Participation, ParticipationRow]]
Sheets = list[tuple[Assessment, AssessmentRow]]


class _Saver:
    """Saves the parts of a round, each with the rows that those before it made."""

    def __init__(self, file: RoundFile, learning_round: LearningRound):
        self.file, self.round = file, learning_round
        hosts = [meeting.host for group in file.groups for meeting in group.meetings if meeting.host]
        codes = {row.code for row in [*hosts, *(row.organisation for row in file.participations)]}
        self.organisations = Organisation.objects.filter(code__in=codes).in_bulk(field_name="code")
        self.checklists = {str(checklist): checklist for checklist in Checklist.objects.all()}
        self.steps = {
            StepKey(str(step.checklist), step.number): step for step in Step.objects.select_related("checklist")
        }

    def save(self) -> None:
        made = LearningMeeting.objects.bulk_create(
            LearningMeeting(round=self.round, **asdict(row)) for row in self.file.meetings
        )
        self.meetings = {meeting.number: meeting for meeting in made}
        self._save_groups()
        parts = self._save_participations()
        self.units = self._units(parts)
        self._save_assessments(parts)
        self._save_measures(parts)
        pilots = save_pilots(parts, self.units)
        save_chains(parts, pilots, self.steps)
        Brief.objects.bulk_create(
            Brief(participation=participation, **asdict(row) | {"meeting": self.meetings[row.meeting]})
            for participation, part in parts
            for row in part.briefs
        )
        save_reports(parts, self.texts)
        save_shares(parts, self.submissions, self.groups, self.steps)

    # --- Who takes part ----------------------------------------------------------------------------------------------

    def _organisation(self, row: OrganisationRow | None) -> Organisation | None:
        return self.organisations[row.code] if row else None

    def _save_groups(self) -> None:
        made = LearningGroup.objects.bulk_create(
            LearningGroup(round=self.round, name=row.name, basis=row.basis) for row in self.file.groups
        )
        self.groups = {group.name: group for group in made}
        GroupMeeting.objects.bulk_create(
            GroupMeeting(
                group=self.groups[row.name],
                meeting=self.meetings[meeting.meeting],
                starts_at=meeting.starts_at,
                host=self._organisation(meeting.host),
                place=meeting.place,
            )
            for row in self.file.groups
            for meeting in row.meetings
        )

    def _save_participations(self) -> Parts:
        made = Participation.objects.bulk_create(
            Participation(
                round=self.round,
                organisation=self._organisation(row.organisation),
                group=self.groups.get(row.group),
                role=row.role,
                status=row.status,
                withdrawn_on=row.withdrawn_on,
                decision=row.decision,
                decided_on=row.decided_on,
                decision_url=row.decision_url,
                goal=row.goal,
                contact=row.contact,
            )
            for row in self.file.participations
        )
        parts = list(zip(made, self.file.participations, strict=True))
        LastDayExtension.objects.bulk_create(
            LastDayExtension(participation=participation, meeting=self.meetings[row.meeting], due_on=row.due_on)
            for participation, part in parts
            for row in part.extensions
        )
        return parts

    def _units(self, parts: Parts) -> dict[tuple[int, UnitRow], Unit]:
        """Every unit that the file names, by organisation; those that are missing are made."""
        named = {
            (participation.organisation_id, unit): None for participation, part in parts for unit in _units_of(part)
        }
        there = Unit.objects.filter(organisation__in={organisation for organisation, _unit in named}).order_by("pk")
        units = {(unit.organisation_id, UnitRow.of(unit.kind, unit.name)): unit for unit in reversed(there)}
        missing = [key for key in named if key not in units]
        made = Unit.objects.bulk_create(
            Unit(organisation_id=organisation, kind=unit.kind, name=unit.name) for organisation, unit in missing
        )
        return units | dict(zip(missing, made, strict=True))

    # --- What they answered ------------------------------------------------------------------------------------------

    def _save_assessments(self, parts: Parts) -> None:
        rows = [(participation, row) for participation, part in parts for row in part.assessments]
        made = Assessment.objects.bulk_create(
            Assessment(
                participation=participation,
                meeting=self.meetings[row.meeting],
                unit=self.units[participation.organisation_id, row.unit],
                checklist=self.checklists[row.live.checklist],
                scope=row.live.scope,
            )
            for participation, row in rows
        )
        pairs = [(assessment, row) for assessment, (_participation, row) in zip(made, rows, strict=True)]
        self._save_drafts(pairs)
        self._save_submissions(pairs)

    def _save_drafts(self, pairs: Sheets) -> None:
        """Draft answers; what was submitted is also the draft unless the file has another, so that a renewal starts."""
        now = timezone.now()
        StepScore.objects.bulk_create(
            StepScore(
                assessment=assessment,
                step=self.steps[StepKey(row.live.checklist, answer.step)],
                half_steps=answer.half_steps,
                cannot_judge=answer.is_scored and answer.half_steps is None,
                reason=answer.reason,
                evidence=answer.evidence,
                saved_at=row.live.submitted_at or now,
            )
            for assessment, row in pairs
            for answer in row.live.answers
        )

    def _save_submissions(self, pairs: Sheets) -> None:
        """The frozen answers, numbered in their order."""
        sheets = [
            (assessment, number, sheet)
            for assessment, row in pairs
            for number, sheet in enumerate(row.submissions, start=1)
        ]
        self.submissions = made = Submission.objects.bulk_create(
            Submission(
                assessment=assessment,
                number=number,
                at=cast(datetime, sheet.submitted_at),
                checklist=self.checklists[sheet.checklist],
                scope=sheet.scope,
            )
            for assessment, number, sheet in sheets
        )
        answers = list(_answers(made, [sheet for _assessment, _number, sheet in sheets]))
        SubmissionScore.objects.bulk_create(
            SubmissionScore(submission=submission, step=self.steps[key], half_steps=answer.half_steps)
            for submission, key, answer in answers
            if answer.is_scored
        )
        self.texts = SubmissionText.objects.bulk_create(
            SubmissionText(submission=submission, step=self.steps[key], reason=answer.reason, evidence=answer.evidence)
            for submission, key, answer in answers
            if answer.reason or answer.evidence
        )

    def _save_measures(self, parts: Parts) -> None:
        Measure.objects.bulk_create(
            Measure(
                participation=participation,
                unit=self.units[participation.organisation_id, row.unit],
                meeting=self.meetings[row.meeting],
                step=self.steps[row.step],
                text=row.text,
                responsible=row.responsible,
                due_on=row.due_on,
                state=row.state,
                dropped_because=row.dropped_because,
            )
            for participation, part in parts
            for row in part.measures
        )


def _units_of(part: ParticipationRow) -> Iterator[UnitRow]:
    yield UnitRow()
    yield from (row.unit for row in part.assessments)
    yield from (row.unit for row in part.measures)
    yield from (row.unit for row in part.pilots if row.unit)


def _answers(
    submissions: Iterable[Submission], sheets: Iterable[SheetRow]
) -> Iterator[tuple[Submission, StepKey, AnswerRow]]:
    for submission, sheet in zip(submissions, sheets, strict=True):
        for answer in sheet.answers:
            yield submission, StepKey(sheet.checklist, answer.step), answer
