"""Review meetings with their agendas, the people who come, and what is to be done afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may, sees_everything
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.reviewing.lifecycle import PREPARED, MeetingState, Outcome

USUAL_MINUTES = 10


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Keep the meetings that a person comes to, or that are about what they may see."""
        if not may(user, Act.USE):
            return self.none()
        if sees_everything(user):
            return self
        items = AgendaItem.objects.filter(requirement__product_id__in=visible_product_ids(user))
        mine = Participant.objects.filter(person=user)
        return self.filter(
            Q(created_by=user)
            | Q(pk__in=mine.values("meeting_id"))
            | Q(pk__in=items.values("meeting_id"))
        )


class Meeting(models.Model):
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    starts_at = models.DateTimeField(_("Begins"))
    place = models.CharField(_("Place"), max_length=120, blank=True)
    link = models.URLField(_("Link to join"), max_length=500, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Chair")
    )
    state = models.CharField(
        _("State"), max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    cancel_reason = models.CharField(max_length=300, blank=True)
    # What the minutes say of the meeting as a whole.
    summary = models.TextField(_("Summary"), blank=True)
    # What is talked about at the moment, and since when.
    current = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    current_since = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Counts the changes that calendars have to know of.
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # What comes next, what was last.
            models.Index(fields=["state", "starts_at", "id"], name="meeting_by_state"),
            models.Index(fields=["-starts_at", "-id"], name="meeting_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_prepared(self) -> bool:
        """Say whether who comes and what is talked about may still change."""
        return MeetingState(self.state) in PREPARED

    @property
    def is_running(self) -> bool:
        return self.state == MeetingState.RUNNING


class Participant(models.Model):
    """Somebody who is invited to a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"


class AgendaItem(models.Model):
    """A requirement on the agenda of a meeting, and what came of it there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    requirement = models.ForeignKey("backlog.Requirement", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField(_("Time (min)"), default=USUAL_MINUTES)
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Presenter"),
    )
    notes = models.TextField(_("Notes"), blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, default=Outcome.OPEN)
    review = models.ForeignKey(
        "backlog.Review", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # As the people who came voted, kept when the item was settled.
    votes = models.JSONField(default=list)
    spent_seconds = models.PositiveIntegerField(default=0)
    moved_to = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "requirement"], name="once_on_an_agenda")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.requirement_id}"

    @property
    def is_decided(self) -> bool:
        """Say whether the meeting decided on it and the decision still holds."""
        return self.review is not None and self.review.taken_back_at is None

    @property
    def spent(self) -> timedelta:
        return timedelta(seconds=self.spent_seconds)

    def spent_until(self, moment: datetime, *, since: datetime | None) -> int:
        """Give the seconds it has taken, when it is talked about since a moment."""
        going_on = (moment - since).total_seconds() if since else 0
        return self.spent_seconds + max(0, int(going_on))


class FollowUp(models.Model):
    """Something that somebody does after a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    text = models.CharField(_("What is to be done"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Who")
    )
    due_on = models.DateField(_("Until"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # What a person still has to do.
            models.Index(fields=["owner"], condition=Q(done_at=None), name="follow_up_open")
        ]

    def __str__(self) -> str:
        return self.text
