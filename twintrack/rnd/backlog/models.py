"""Requirements and the decisions of their reviews."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import DECISIONS, NEXT_STATES, REVIEWABLE, State
from twintrack.rnd.backlog.rank import FIRST


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
    rice = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    value_score = models.PositiveSmallIntegerField(_("Value"), default=0)
    milestone = models.ForeignKey(
        "projects.Milestone",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Milestone"),
    )
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
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
            # The list by hand; a column of the board, with its sums.
            models.Index(fields=["rank", "id"], name="requirement_by_rank"),
            models.Index(
                fields=["state", "rank", "id"], include=["revenue"], name="requirement_column"
            ),
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
    def is_reviewable(self) -> bool:
        return State(self.state) in REVIEWABLE


class Review(models.Model):
    """One decision; the newest one holds."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="reviews")
    decision = models.CharField(
        _("Decision"), max_length=15, choices=[(each.value, each.label) for each in DECISIONS]
    )
    reason = models.TextField(_("Reason"))
    customer_wording = models.TextField(_("What customers may read"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.decision}"
