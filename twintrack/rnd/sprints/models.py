"""What a team committed to in an iteration, what became of it, and what it learned."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import Team
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.lifecycle import Decision, Lane, Turn
from twintrack.rnd.work.models import WorkItem


class CommittedItem(models.Model):
    """A work item that was in an iteration when it started: its committed scope, frozen."""

    iteration = models.ForeignKey(Iteration, models.CASCADE, related_name="committed")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["iteration", "item"], name="committed_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.iteration_id}"


class Outcome(models.Model):
    """What became of a work item at the end of an iteration."""

    iteration = models.ForeignKey(Iteration, models.CASCADE, related_name="outcomes")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="outcomes")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    to = models.ForeignKey(Iteration, models.SET_NULL, null=True, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    was_committed = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["iteration", "item"], name="one_outcome_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} of {self.iteration_id}: {self.decision}"


class ScopeMove(models.Model):
    """
    How the scope of an iteration, or what is done of it, changed by one entry of the ledger.

    `scope` and `done` are points, `items` and `done_items` count; falling ones are negative.
    """

    iteration = models.ForeignKey(Iteration, models.CASCADE, related_name="+")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="+")
    entry_id = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    turn = models.CharField(max_length=8, choices=Turn.choices)
    scope = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    done = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    items = models.SmallIntegerField(default=0)
    done_items = models.SmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["iteration", "item", "entry_id"], name="scope_moves_once_per_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.iteration_id} {self.turn} {self.scope:+}"


class BoardPolicy(models.Model):
    """How much work in progress a team allows in each column of its board."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="board_policy")
    # From states to how many cards at most.
    limits = models.JSONField(default=dict)
    is_firm = models.BooleanField(
        _("Refuse what goes over a limit"),
        default=False,
    )

    class Meta:
        verbose_name_plural = "board policies"

    def __str__(self) -> str:
        return f"{self.team}: {self.limits}"


class IterationReview(models.Model):
    """What was said when a team showed its work at the end of an iteration."""

    iteration = models.OneToOneField(Iteration, models.CASCADE, related_name="review")
    notes = models.TextField(_("Review notes"), blank=True)

    def __str__(self) -> str:
        return f"{self.iteration}"


class RetroNote(models.Model):
    """One thing said in a retrospective: what went well, what to improve, an action."""

    iteration = models.ForeignKey(Iteration, models.CASCADE, related_name="retro_notes")
    lane = models.CharField(max_length=8, choices=Lane.choices)
    text = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    # The work item that an action became.
    item = models.ForeignKey(WorkItem, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    # Whether who reads it may not see what it became.
    is_elsewhere = False

    class Meta:
        indexes: ClassVar = [models.Index(fields=["iteration", "lane"], name="retro_of_iteration")]

    def __str__(self) -> str:
        return self.text


class RetroVote(models.Model):
    note = models.ForeignKey(RetroNote, models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "voter"], name="one_vote_per_person_and_note")
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} for {self.note_id}"
