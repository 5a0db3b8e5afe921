"""Deliveries, who carries them, and what the customer says in the end."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.deliveries.lifecycle import DeliveryRole, HandoverState


class ProjectDeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> ProjectDeliveryQuerySet:
        """Keep the deliveries of projects on products that the person may see."""
        if not may(user, Act.SEE_DELIVERIES):
            return self.none()
        return self.filter(project__product_id__in=visible_product_ids(user))


class Delivery(models.Model):
    """A project that brings what was sold to a customer; number, name, days stand there."""

    project = models.OneToOneField("projects.Project", models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contract"),
    )
    # Why it began without a signed contract.
    reason = models.CharField(_("Why without a signed contract"), max_length=300, blank=True)
    template = models.ForeignKey(
        "deliveries.DeliveryTemplate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Template"),
    )
    # Who carries it at present.
    turn = models.CharField(
        _("At present with"),
        max_length=16,
        choices=DeliveryRole.choices,
        default=DeliveryRole.IMPLEMENTER,
    )
    # The finish that was planned when it began; later ones stand with the project.
    first_due_on = models.DateField(null=True, blank=True)
    # When it will be finished, as its tasks stand; kept for lists.
    forecast_on = models.DateField(_("Forecast"), null=True, blank=True)
    # When the last deliverable was accepted.
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)
    begun_at = models.DateTimeField()

    objects: ClassVar = ProjectDeliveryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], name="deliveries_of_customer"),
            models.Index(fields=["contract", "-id"], name="deliveries_of_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number(self) -> str:
        return str(self.project.number)

    @property
    def name(self) -> str:
        return str(self.project.name)

    @property
    def owner(self) -> User:
        """Who leads it."""
        lead: User = self.project.owner
        return lead

    @property
    def state(self) -> str:
        return str(self.project.state)

    def get_state_display(self) -> str:
        """Name its state, where it stands among objects of other kinds."""
        return str(self.project.get_state_display())

    @property
    def start_on(self) -> date | None:
        found: date | None = self.project.start_on
        return found

    @property
    def due_on(self) -> date | None:
        """The finish as it is planned now."""
        found: date | None = self.project.due_on
        return found

    @property
    def is_open(self) -> bool:
        return self.state in {ProjectState.ACTIVE, ProjectState.ON_HOLD}


class DeliveryMember(models.Model):
    """Who does the work of one role in a delivery."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="members")
    role = models.CharField(_("Role"), max_length=16, choices=DeliveryRole.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "role"], name="one_member_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"


class RoleHandover(models.Model):
    """One role passes a delivery on to the next, who takes it over or gives it back."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="handovers")
    from_role = models.CharField(max_length=16, choices=DeliveryRole.choices)
    to_role = models.CharField(_("To role"), max_length=16, choices=DeliveryRole.choices)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Who takes over")
    )
    note = models.TextField(_("What the next one must know"), max_length=4000)
    # Pairs of a point and whether it is done.
    checklist = models.JSONField(default=list)
    state = models.CharField(
        max_length=8, choices=HandoverState.choices, default=HandoverState.OFFERED
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(state="offered"), name="one_open_role_handover"
            ),
            models.CheckConstraint(
                condition=~Q(from_role=F("to_role")), name="handover_to_another_role"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["taker", "state"], name="handovers_to_take")]

    def __str__(self) -> str:
        return f"{self.from_role} → {self.to_role}"


class Survey(models.Model):
    """What a customer is asked after the acceptance; answered once, by whoever has the link."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="surveys")
    contact = models.ForeignKey(
        "customers.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contact"),
    )
    key = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closes_on = models.DateField()
    score = models.PositiveSmallIntegerField(
        _("Score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    comment = models.TextField(_("Comment"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 5)), name="survey_score_of_five"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["answered_at"], name="surveys_answered")]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.score or '—'}"
