"""Together: learning rounds, their meetings and groups, and who takes part."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Versioned, is_administrator
from accounts.permissions import Permission
from checklists.models import Checklist
from learning_rounds.meeting_names import inside_sentence, title_of

# Parts of addresses below /omgangar/ that would hide a round with that slug.
RESERVED_SLUGS = ["skapa"]


class LearningRoundQuerySet(models.QuerySet):
    """Which rounds."""

    def published(self) -> LearningRoundQuerySet:
        """Rounds that participants can see."""
        return self.exclude(state=LearningRound.State.DRAFT)

    def coordinated_by(self, user) -> LearningRoundQuerySet:
        """Rounds whose cohort a person may follow as coordinator or administrator."""
        if is_administrator(user):
            return self.all()
        return self.filter(owner__in=Membership.objects.organisations_where(user, Permission.VIEW_ROUND))

    def visible_to(self, user) -> LearningRoundQuerySet:
        """Published rounds in which one's organisation takes part, and the rounds that one coordinates."""
        if is_administrator(user):
            return self.all()
        own = Membership.objects.organisations_where(user, Permission.VIEW_DASHBOARD)
        joined = Participation.objects.filter(organisation__in=own).values("round")
        coordinated = Membership.objects.organisations_where(user, Permission.VIEW_ROUND)
        return self.filter(Q(owner__in=coordinated) | Q(pk__in=joined) & ~Q(state=LearningRound.State.DRAFT))


class LearningRound(Versioned):
    """A programme round: for about 18 months organisations assess themselves and learn from each other."""

    class State(models.TextChoices):
        """From being set up to being kept for the record."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_rounds")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="rounds")
    starts_on = models.DateField(_("Starts"), null=True, blank=True)
    ends_on = models.DateField(_("Ends"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)

    objects = LearningRoundQuerySet.as_manager()

    class Meta:
        """A round ends after it starts, and has an address of its own."""

        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="round_ends_after_start",
                violation_error_message=_("The round ends before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="round_slug_not_reserved",
                violation_error_message=_("That address is used by another page."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("round-detail", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def has_ended(self) -> bool:
        """Is its last day over? It can still be written in until it is archived."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    def assessed_meetings(self) -> list[LearningMeeting]:
        """The meetings before which organisations assess themselves, in order; fetched once for each round."""
        if not hasattr(self, "_assessed_meetings"):
            self._assessed_meetings = list(self.meetings.with_assessment())
        return self._assessed_meetings

    def open_meeting(self, today: date | None = None) -> LearningMeeting | None:
        """The meeting whose assessment can be worked on: the earliest whose last day has not passed."""
        today = today or timezone.localdate()
        return self.meetings.with_assessment().filter(assessment_due_on__gte=today).first()


class LearningMeetingQuerySet(models.QuerySet):
    """Which meetings."""

    def visible_to(self, user) -> LearningMeetingQuerySet:
        """The meetings of the rounds one sees."""
        return self.filter(round__in=LearningRound.objects.visible_to(user))

    def with_assessment(self) -> LearningMeetingQuerySet:
        """Those before which organisations assess themselves, in order: the columns of every table."""
        return self.filter(assessment_due_on__isnull=False).order_by("number")


class LearningMeeting(Versioned):
    """A meeting of a round; those with a last day have a self-assessment before them."""

    class Kind(models.TextChoices):
        """What sort of meeting it is."""

        KICKOFF = "kickoff", _("Kick-off")
        STRATEGISTS = "strategists", _("Strategists' meeting")
        LEARNING = "learning", _("Learning meeting")
        CONFERENCE = "conference", _("Results conference")
        OTHER = "other", _("Other meeting")

    round = models.ForeignKey(LearningRound, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Kind of meeting"), max_length=12, choices=Kind, default=Kind.LEARNING)
    name = models.CharField(_("Name"), max_length=60)
    held_on = models.DateField(_("Date of the meeting"), null=True, blank=True)
    place = models.CharField(_("Place or link"), max_length=300, blank=True)
    assessment_due_on = models.DateField(_("Last day of the self-assessment"), null=True, blank=True)

    objects = LearningMeetingQuerySet.as_manager()

    class Meta:
        """Numbers are unique within a round, and people assess themselves before they meet."""

        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="meeting_unique_round_number"),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(assessment_due_on=None) | Q(assessment_due_on__lte=F("held_on")),
                name="meeting_last_day_not_after_meeting",
                violation_error_message=_(
                    "The last day is after the meeting. Choose a day before it, or the same day."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """Its name in the language of the reader, wherever it is shown; ``name`` is what organisers wrote."""
        return title_of(self.name)

    @property
    def in_sentence(self) -> str:
        """The meeting inside a sentence: "träff 2", "meeting 2"."""
        if self.kind == self.Kind.KICKOFF:
            return gettext("the kick-off")
        if self.kind == self.Kind.CONFERENCE:
            return gettext("the results conference")
        return inside_sentence(self.name)

    def following(self) -> LearningMeeting | None:
        """The next meeting of the organisations, None after the last; strategists meet in between."""
        others = self.round.meetings.exclude(kind=self.Kind.STRATEGISTS)
        return others.filter(number__gt=self.number).order_by("number").first()

    def has_passed(self, today: date | None = None) -> bool:
        """Is the last day of its assessment over? The last day itself counts, in Swedish time."""
        today = today or timezone.localdate()
        return self.assessment_due_on is not None and self.assessment_due_on < today


class LearningGroupQuerySet(models.QuerySet):
    """Which groups."""

    def visible_to(self, user) -> LearningGroupQuerySet:
        """The groups of the rounds one sees."""
        return self.filter(round__in=LearningRound.objects.visible_to(user))


class LearningGroup(Versioned):
    """Two or three organisations and their mentor, who learn from each other."""

    class Basis(models.TextChoices):
        """What brought the group together."""

        GEOGRAPHY = "geography", _("Geography")
        THEME = "theme", _("Theme")
        PROCESS = "process", _("Process")
        PROBLEM = "problem", _("Shared problem")

    round = models.ForeignKey(LearningRound, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("Name"), max_length=60)
    basis = models.CharField(_("What brings the group together?"), max_length=12, choices=Basis, blank=True)

    objects = LearningGroupQuerySet.as_manager()

    class Meta:
        """Names are unique within a round."""

        constraints = [models.UniqueConstraint(fields=["round", "name"], name="group_unique_round_name")]

    def __str__(self):
        return self.name


class ParticipationQuerySet(models.QuerySet):
    """Which participations."""

    def active(self) -> ParticipationQuerySet:
        """Those that have not been withdrawn: only their submissions count."""
        return self.filter(status=Participation.Status.ACTIVE)

    def participants(self) -> ParticipationQuerySet:
        """Participants, without mentors."""
        return self.filter(role=Participation.Role.PARTICIPANT)

    def in_order(self) -> ParticipationQuerySet:
        """By the organisation's name as in Swedish."""
        return self.order_by("organisation__sort_key", "organisation__code")

    def own(self, user) -> ParticipationQuerySet:
        """Participations of the organisations that a person belongs to, in published rounds."""
        own = Membership.objects.organisations_where(user, Permission.VIEW_SUBMISSION)
        return self.filter(organisation__in=own).exclude(round__state=LearningRound.State.DRAFT)

    def visible_to(self, user) -> ParticipationQuerySet:
        """One's own, those of active peers in the same group, and all in the rounds that one coordinates."""
        if is_administrator(user):
            return self.all()
        own = Membership.objects.organisations_where(user, Permission.VIEW_SUBMISSION)
        groups = Participation.objects.own(user).active().exclude(group=None).values("group")
        coordinated = Membership.objects.organisations_where(user, Permission.VIEW_ROUND)
        return self.filter(
            Q(organisation__in=own) & ~Q(round__state=LearningRound.State.DRAFT)
            | Q(group__in=groups, status=Participation.Status.ACTIVE)
            | Q(round__owner__in=coordinated)
        )


class Participation(Versioned):
    """That an organisation takes part in a round, as participant or mentor."""

    class Role(models.TextChoices):
        """Mentors have done it before; their figures stand apart."""

        PARTICIPANT = "participant", _("Participant")
        MENTOR = "mentor", _("Mentor")

    class Decision(models.TextChoices):
        """What taking part rests on."""

        POLITICAL = "political", _("Political decision")
        CEMR = "cemr", _("CEMR declaration")

    class Status(models.TextChoices):
        """A participation can end early."""

        ACTIVE = "active", _("Active")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    round = models.ForeignKey(LearningRound, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    group = models.ForeignKey(
        LearningGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    withdrawn_on = models.DateField(null=True, blank=True)
    decision = models.CharField(_("What taking part rests on"), max_length=12, choices=Decision, blank=True)
    decided_on = models.DateField(_("Political decision or CEMR declaration"), null=True, blank=True)
    decision_url = models.URLField(_("Link to the decision"), max_length=300, blank=True)
    goal = models.TextField(_("Goal of taking part"), max_length=20_000, blank=True)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        """An organisation takes part once in a round, and only those that left have a day of leaving."""

        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="participation_unique_round_organisation"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(status="withdrawn"),
                name="participation_withdrawn_on_only_when_withdrawn",
                violation_error_message=_("Only a participation that was withdrawn has a day of withdrawal."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("organisation-dashboard", args=[self.round.slug, self.organisation.code])

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def decision_link(self) -> str:
        """The address of the decision, "" when it is of a kind that is not safe to follow."""
        return self.decision_url if self.decision_url.startswith(("http://", "https://")) else ""

    @property
    def is_mentor(self) -> bool:
        return self.role == self.Role.MENTOR


class LastDayExtensionQuerySet(models.QuerySet["LastDayExtension"]):
    """Which extensions."""

    def visible_to(self, user) -> LastDayExtensionQuerySet:
        """Those of the participations one sees."""
        return self.filter(participation__in=Participation.objects.visible_to(user))


class LastDayExtension(models.Model):
    """A later last day of one assessment for one organisation."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="extensions")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.CASCADE, related_name="extensions")
    due_on = models.DateField()

    objects = LastDayExtensionQuerySet.as_manager()

    class Meta:
        """One extension for each organisation and meeting."""

        constraints = [
            models.UniqueConstraint(fields=["participation", "meeting"], name="extension_unique_participation_meeting")
        ]

    def __str__(self):
        return f"{self.participation}, {self.meeting}: {self.due_on}"


class GroupMeetingQuerySet(models.QuerySet["GroupMeeting"]):
    """Which group meetings."""

    def visible_to(self, user) -> GroupMeetingQuerySet:
        """Those of one's own groups, and of the rounds that one coordinates."""
        groups = Participation.objects.own(user).active().exclude(group=None).values("group")
        coordinated = LearningRound.objects.coordinated_by(user)
        return self.filter(Q(group__in=groups) | Q(group__round__in=coordinated))


class GroupMeeting(Versioned):
    """When and where one group holds a meeting of the round."""

    group = models.ForeignKey(LearningGroup, on_delete=models.CASCADE, related_name="group_meetings")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.CASCADE, related_name="group_meetings")
    starts_at = models.DateTimeField(null=True, blank=True)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted")
    place = models.CharField(_("Place or link"), max_length=300, blank=True)

    objects = GroupMeetingQuerySet.as_manager()

    class Meta:
        """A group holds each meeting once."""

        constraints = [models.UniqueConstraint(fields=["group", "meeting"], name="group_meeting_unique_group_meeting")]

    def __str__(self):
        return f"{self.group}, {self.meeting}"
