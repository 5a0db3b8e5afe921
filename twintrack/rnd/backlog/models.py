"""Requirements and the decisions of their reviews."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.algorithms.ordering.rank import FIRST
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import (
    ASKABLE,
    DECISIONS,
    FROZEN,
    MERGEABLE,
    NEXT_STATES,
    OPEN,
    REVIEWABLE,
    Method,
    State,
)


class Kind(models.TextChoices):
    NEW_FEATURE = "new_feature", _("New feature")
    IMPROVEMENT = "improvement", _("Improvement")
    DEFECT_FIX = "defect_fix", _("Defect fix")
    COMPLIANCE = "compliance", _("Compliance")
    TECHNICAL = "technical", _("Technical")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    MEDIUM = 3, _("Medium")
    LOW = 4, _("Low")


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def visible_to(self, user: User) -> RequirementQuerySet:
        """Keep the requirements of products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Requirement(models.Model):
    number = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    kind = models.CharField(
        _("Kind"), max_length=12, choices=Kind.choices, default=Kind.IMPROVEMENT
    )
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    state = models.CharField(_("State"), max_length=15, choices=State.choices, default="proposed")
    priority = models.PositiveSmallIntegerField(
        _("Priority"), choices=Priority.choices, default=Priority.MEDIUM
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    # The four numbers of the estimate that holds, and what they come to.
    reach = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    impact = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    confidence = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    effort = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    rice = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    # The same by the other method: cost of delay in three parts, over the size of the job.
    user_value = models.PositiveSmallIntegerField(null=True)
    time_criticality = models.PositiveSmallIntegerField(null=True)
    opportunity = models.PositiveSmallIntegerField(null=True)
    job_size = models.PositiveSmallIntegerField(null=True)
    wsjf = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    # Each method's own value from 0 to 100; the third is the one that its product goes by.
    rice_value = models.PositiveSmallIntegerField(default=0)
    wsjf_value = models.PositiveSmallIntegerField(default=0)
    value_score = models.PositiveSmallIntegerField(_("Value"), default=0)
    milestone = models.ForeignKey(
        "projects.Milestone",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Milestone"),
    )
    release = models.ForeignKey(
        "releases.Release",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Release"),
    )
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    # The day a deferred requirement comes back to be decided.
    revisit_on = models.DateField(_("Look again on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    state_before_merge = models.CharField(max_length=15, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )
    # Kept by the helix, so that lists need not count.
    customers_count = models.PositiveIntegerField(default=0)
    feedback_count = models.PositiveIntegerField(default=0)
    # Open amounts of the waiting customers, each opportunity once, in the base currency.
    revenue = models.DecimalField(
        _("Revenue behind it"), max_digits=18, decimal_places=2, default=Decimal(0)
    )
    # Its place in the list ordered by hand; the id decides between equals.
    rank = models.CharField(max_length=200, default=FIRST)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects: ClassVar = RequirementQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # The list by value, whole and per state.
            models.Index(fields=["-value_score", "-id"], name="requirement_by_value"),
            models.Index(fields=["state", "-value_score", "-id"], name="requirement_by_state"),
            # The list by the money that waits.
            models.Index(fields=["-revenue", "-id"], name="requirement_by_revenue"),
            # The list by hand; a column of the board; the sums of its columns.
            models.Index(fields=["rank", "id"], name="requirement_by_rank"),
            models.Index(fields=["state", "rank", "id"], name="requirement_column"),
            models.Index(fields=["product", "state", "revenue"], name="requirement_sums"),
            # The list by customers, by day and by priority; what a person looks after.
            models.Index(fields=["-customers_count", "-id"], name="requirement_by_customers"),
            models.Index(
                fields=["priority", "-value_score", "-id"], name="requirement_by_priority"
            ),
            models.Index(fields=["owner", "-value_score", "-id"], name="requirement_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES.get(State(self.state), ())

    @property
    def expected_on(self) -> date | None:
        """The day it is planned for, or else the one of its milestone, or of its release."""
        if self.planned_on:
            return self.planned_on
        ends = self.milestone or self.release
        return ends.expected_on if ends else None

    @property
    def is_reviewable(self) -> bool:
        return State(self.state) in REVIEWABLE

    @property
    def is_askable(self) -> bool:
        return State(self.state) in ASKABLE

    @property
    def is_decided(self) -> bool:
        return State(self.state) in DECISIONS

    @property
    def is_frozen(self) -> bool:
        return State(self.state) in FROZEN

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def is_mergeable(self) -> bool:
        return State(self.state) in MERGEABLE


class ProductScoring(models.Model):
    """By which method the requirements of a product are scored; without one it is RICE."""

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="+")
    method = models.CharField(
        _("Scoring method"), max_length=4, choices=Method.choices, default=Method.RICE
    )
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.product_id}: {self.method}"


class Review(models.Model):
    """One decision; the newest one that was not taken back holds."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="reviews")
    decision = models.CharField(
        _("Decision"), max_length=15, choices=[(each.value, each.label) for each in DECISIONS]
    )
    reason = models.TextField(_("Reason"))
    customer_wording = models.TextField(_("What customers may read"), blank=True)
    revisit_on = models.DateField(_("Look again on"), null=True, blank=True)
    # Where the requirement goes back to when the decision is taken back.
    came_from = models.CharField(max_length=15, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.decision}"


class ReviewRequest(models.Model):
    """People are asked what they think of a requirement until it is decided."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="review_requests")
    due_on = models.DateField(_("Opinions until"), null=True, blank=True)
    note = models.TextField(_("What it is about"), blank=True)
    came_from = models.CharField(max_length=15, choices=State.choices, default=State.PROPOSED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            # One question at a time.
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(closed_at=None), name="one_open_review_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} asked by {self.asked_by_id}"


class Verdict(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    UNSURE = "unsure", _("Unsure")


class Opinion(models.Model):
    """What one reviewer thinks; without a verdict it is still awaited."""

    request = models.ForeignKey(ReviewRequest, models.CASCADE, related_name="opinions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(_("Opinion"), max_length=7, choices=Verdict.choices, blank=True)
    comment = models.TextField(_("Comment"), blank=True)
    reach = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    impact = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    confidence = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    effort = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "reviewer"], name="one_opinion_each")
        ]
        indexes: ClassVar = [
            # What waits for a person's opinion.
            models.Index(fields=["reviewer"], condition=Q(verdict=""), name="opinion_awaited")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id}: {self.verdict or 'awaited'}"


class Criterion(models.Model):
    """One point by which customers and testers see that a requirement is met."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="criteria")
    text = models.CharField(_("Acceptance criterion"), max_length=300)
    position = models.PositiveIntegerField()
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    met_at = models.DateTimeField(null=True, blank=True)
    # Kept, so that taking one away can be undone.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.text
