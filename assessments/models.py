"""Each for itself: drafts of self-assessments, next actions, and the frozen submissions that others see."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import AppendOnlyModel, AppendOnlyQuerySet, Membership, Organisation, Unit, User, Versioned
from accounts.permissions import Permission
from checklists.models import Checklist, Step
from learning_rounds.models import LearningMeeting, Participation

TEXT_LIMIT = 20_000
MAX_HALF_STEPS = 10


def participations_where(user, permission: Permission) -> models.QuerySet:
    """Ids of the participations of the organisations in which a user's role carries a permission."""
    organisations = Membership.objects.organisations_where(user, permission)
    return Participation.objects.own(user).filter(organisation__in=organisations).values("pk")


class AssessmentQuerySet(models.QuerySet):
    """Which assessments."""

    def visible_to(self, user) -> AssessmentQuerySet:
        """Drafts are seen by those who write them: strategists of the same organisation."""
        return self.filter(participation__in=participations_where(user, Permission.EDIT_ASSESSMENT))

    def submitted(self) -> AssessmentQuerySet:
        """Those with at least one submission."""
        return self.filter(Exists(Submission.objects.filter(assessment=OuterRef("pk"))))

    def whole(self) -> AssessmentQuerySet:
        """Those of whole organisations, as opposed to units of them."""
        return self.filter(unit__kind=Unit.Kind.WHOLE)


class Assessment(models.Model):
    """The self-assessment of an organisation, or a unit of it, before one meeting: the live draft."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="assessments")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="assessments")
    scope = models.CharField(max_length=300, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        """One assessment for each unit and meeting."""

        constraints = [
            models.UniqueConstraint(
                fields=["participation", "meeting", "unit"], name="assessment_unique_participation_meeting_unit"
            ),
        ]

    def __str__(self):
        return f"{self.participation}, {self.meeting}"

    def get_absolute_url(self) -> str:
        slug, code = self.participation.round.slug, self.participation.organisation.code
        return reverse("assessment-detail", args=[slug, code, self.meeting.number])

    @property
    def organisation(self) -> Organisation:
        return self.participation.organisation

    def latest_submission(self) -> Submission | None:
        return self.submissions.order_by("-number").first()


def complete_scores(path: str = "") -> Q:
    """The condition of an answer with a reason; ``path`` leads to the scores from another table ("scores__")."""
    answered = Q(**{f"{path}half_steps__isnull": False}) | Q(**{f"{path}cannot_judge": True})
    return answered & ~Q(**{f"{path}reason": ""})


class StepScoreQuerySet(models.QuerySet):
    """Which draft scores."""

    def visible_to(self, user) -> StepScoreQuerySet:
        """As the assessments they belong to."""
        return self.filter(assessment__in=Assessment.objects.visible_to(user))

    def complete(self) -> StepScoreQuerySet:
        """Those with an answer and a reason, as StepScore.is_complete says of one; reasons are saved stripped."""
        return self.filter(complete_scores())


class StepScore(Versioned):
    """The draft answer to one step: a score in half steps or "cannot judge yet", with reason and evidence."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="scores")
    half_steps = models.PositiveSmallIntegerField(null=True, blank=True)
    cannot_judge = models.BooleanField(default=False)
    reason = models.TextField(blank=True, max_length=TEXT_LIMIT)
    evidence = models.TextField(blank=True, max_length=TEXT_LIMIT)

    revised = ("reason", "evidence")

    objects = StepScoreQuerySet.as_manager()

    class Meta:
        """One answer per step, either a score or "cannot judge yet"."""

        constraints = [
            models.UniqueConstraint(fields=["assessment", "step"], name="step_score_unique_assessment_step"),
            models.CheckConstraint(
                condition=Q(half_steps=None) | Q(cannot_judge=False),
                name="step_score_not_both_score_and_cannot_judge",
                violation_error_message=_("Choose either a level or “Cannot judge yet”."),
            ),
            models.CheckConstraint(
                condition=Q(half_steps=None) | Q(half_steps__gte=2, half_steps__lte=MAX_HALF_STEPS),
                name="step_score_half_steps_in_range",
                violation_error_message=_("The score is outside the scale."),
            ),
        ]

    def __str__(self):
        return f"{self.assessment}, {self.step.number}"

    @property
    def is_answered(self) -> bool:
        """Is there a level or "cannot judge yet"?"""
        return self.half_steps is not None or self.cannot_judge

    @property
    def is_complete(self) -> bool:
        """Is there an answer with a reason, as submitting demands?"""
        return self.is_answered and bool(self.reason)

    @property
    def is_begun(self) -> bool:
        return self.is_answered or bool(self.reason or self.evidence)


class MeasureQuerySet(models.QuerySet):
    """Which next actions."""

    def open(self) -> MeasureQuerySet:
        """Neither done nor dropped."""
        return self.filter(state=Measure.State.OPEN)

    def in_order(self) -> MeasureQuerySet:
        """By last day, those without one last."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "step__number", "pk")

    def with_announced(self) -> MeasureQuerySet:
        """Each with ``is_announced``: has the assessment that it was written for been submitted?"""
        return self.annotate(is_announced=_is_announced())

    def announced(self) -> MeasureQuerySet:
        """Those written for a meeting whose assessment has been submitted: no longer only a draft."""
        return self.with_announced().filter(is_announced=True)

    def visible_to(self, user) -> MeasureQuerySet:
        """All of them for those who write, the announced ones for the organisation's readers."""
        writes = Q(participation__in=participations_where(user, Permission.EDIT_ASSESSMENT))
        reads = Q(participation__in=participations_where(user, Permission.VIEW_SUBMISSION))
        return self.filter(writes | reads & Q(_is_announced()))


def _is_announced() -> Exists:
    """Of a measure: has the assessment that it was written for been submitted?"""
    submitted = Submission.objects.filter(
        assessment__participation=OuterRef("participation"),
        assessment__meeting=OuterRef("meeting"),
        assessment__unit=OuterRef("unit"),
    )
    return Exists(submitted)


class Measure(Versioned):
    """A next action on a step, written before one meeting and open until done or dropped."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="measures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.PROTECT, related_name="measures")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="measures")
    text = models.TextField(max_length=TEXT_LIMIT)
    responsible = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    dropped_because = models.TextField(max_length=TEXT_LIMIT, blank=True)

    revised = ("text", "dropped_because")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        """A measure says what is to be done, and only a dropped one why it was dropped."""

        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="measure_has_text",
                violation_error_message=_("Write what is to be done."),
            ),
            models.CheckConstraint(
                condition=Q(dropped_because="") | Q(state="dropped"),
                name="measure_reason_only_when_dropped",
                violation_error_message=_("Only a next action that was dropped has a reason for that."),
            ),
        ]

    def __str__(self):
        return f"{self.participation}, {self.meeting}, {self.step.number}"

    @property
    def is_overdue(self) -> bool:
        """Should it have been done before today? The day itself counts, in Swedish time."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < timezone.localdate()


class SubmissionQuerySet(AppendOnlyQuerySet):
    """Which submissions."""

    def latest(self) -> SubmissionQuerySet:
        """The last submission of each assessment: the only one that counts."""
        later = Submission.objects.filter(assessment=OuterRef("assessment"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def of_active(self) -> SubmissionQuerySet:
        """Those of participations that were not withdrawn."""
        return self.filter(assessment__participation__status=Participation.Status.ACTIVE)

    def whole(self) -> SubmissionQuerySet:
        """Those of whole organisations."""
        return self.filter(assessment__unit__kind=Unit.Kind.WHOLE)

    def for_round(self, learning_round) -> SubmissionQuerySet:
        return self.filter(assessment__participation__round=learning_round)

    def visible_to(self, user) -> SubmissionQuerySet:
        """Those of the participations one sees: the own organisation, the group, the rounds one coordinates."""
        return self.filter(assessment__participation__in=Participation.objects.visible_to(user))


class Submission(AppendOnlyModel):
    """What an organisation handed in at one moment; a renewal is a new submission, and none ever changes."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="submissions")
    scope = models.CharField(max_length=300, blank=True)

    erasable = frozenset({"scope"})

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        """Submissions of an assessment are numbered."""

        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_unique_assessment_number")
        ]

    def __str__(self):
        return f"{self.assessment} ({self.number})"

    @cached_property
    def texts_by_step(self) -> dict[int, SubmissionText]:
        """Its texts by step id; they never change."""
        return {text.step_id: text for text in self.texts.all()}

    def rows(
        self, texts: dict[int, SubmissionText]
    ) -> list[tuple[Step, SubmissionScore | None, SubmissionText | None]]:
        """Every step with its submitted score and, among the texts given by step id, its text."""
        scores = {score.step_id: score for score in self.scores.all()}
        steps = self.checklist.steps.order_by("number")
        return [(step, scores.get(step.pk), texts.get(step.pk)) for step in steps]


class SubmissionScoreQuerySet(AppendOnlyQuerySet):
    """Which submitted scores."""

    def visible_to(self, user) -> SubmissionScoreQuerySet:
        """As the submissions they belong to."""
        return self.filter(submission__in=Submission.objects.visible_to(user))


class SubmissionScore(AppendOnlyModel):
    """The submitted score of one step; None means "cannot judge yet". A step without a row was not answered."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="scores")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="submitted_scores")
    half_steps = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = SubmissionScoreQuerySet.as_manager()

    class Meta:
        """One score per step, within the widest scale."""

        constraints = [
            models.UniqueConstraint(fields=["submission", "step"], name="submission_score_unique_submission_step"),
            models.CheckConstraint(
                condition=Q(half_steps=None) | Q(half_steps__gte=2, half_steps__lte=MAX_HALF_STEPS),
                name="submission_score_half_steps_in_range",
            ),
        ]

    def __str__(self):
        return f"{self.submission}, {self.step.number}"


class SubmissionTextQuerySet(AppendOnlyQuerySet):
    """Which submitted reasons."""

    def visible_to(self, user) -> SubmissionTextQuerySet:
        """Reasons and evidence stay in the organisation."""
        own = participations_where(user, Permission.VIEW_SUBMISSION)
        return self.filter(submission__assessment__participation__in=own)


class SubmissionText(AppendOnlyModel):
    """The submitted reason and evidence of one step, for the organisation's own people only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="texts")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="submitted_texts")
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)

    erasable = frozenset({"reason", "evidence"})

    objects = SubmissionTextQuerySet.as_manager()

    class Meta:
        """One text per step."""

        constraints = [
            models.UniqueConstraint(fields=["submission", "step"], name="submission_text_unique_submission_step")
        ]

    def __str__(self):
        return f"{self.submission}, {self.step.number}"
