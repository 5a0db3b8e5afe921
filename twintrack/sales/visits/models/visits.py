"""Visits: when somebody meets a customer, whom, why, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.visits.lifecycle import AHEAD, HELD, VisitKind, VisitState


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """Keep the visits a person may see: all for sales, for others those they went along to."""
        if may(user, Act.SEE_VISITS):
            return self
        if not may(user, Act.USE):
            return self.none()
        along = Visit.colleagues.through.objects.filter(user_id=user.pk).values("visit_id")
        return self.filter(Q(pk__in=along) | Q(owner=user))


class Visit(models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    opportunity = models.ForeignKey(
        "pipeline.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Opportunity"),
    )
    kind = models.CharField(
        _("Kind"), max_length=8, choices=VisitKind.choices, default=VisitKind.ON_SITE
    )
    purpose = models.CharField(_("Visit purpose"), max_length=200)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends at"))
    contacts = models.ManyToManyField(
        "customers.Contact", blank=True, related_name="+", verbose_name=_("Whom you meet")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    colleagues = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("Colleagues along")
    )
    state = models.CharField(
        _("State"), max_length=10, choices=VisitState.choices, default=VisitState.PLANNED
    )
    planned_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True, blank=True)
    # Rounded to about a hundred metres, and only if the person wanted it kept.
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    # The moment by which it counts for a week.
    held_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    template = models.ForeignKey(
        "visits.NoteTemplate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_step = models.CharField(_("Next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("Next step by"), null=True, blank=True)

    objects: ClassVar = VisitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="visit_ends_after_it_begins"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="visit_by_start"),
            models.Index(fields=["owner", "starts_at"], name="visit_by_owner"),
            models.Index(fields=["customer", "starts_at"], name="visit_by_customer"),
            models.Index(fields=["opportunity", "starts_at"], name="visit_by_opportunity"),
            models.Index(
                fields=["owner", "held_at"], condition=Q(state__in=HELD), name="visit_held_by_owner"
            ),
            models.Index(
                fields=["ends_at"], condition=Q(state=VisitState.PLANNED), name="visit_to_be_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"

    @property
    def lies_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_owed_a_note(self) -> bool:
        return self.state == VisitState.CHECKED_IN


class VisitFeedback(models.Model):
    """What a customer said on a visit; it was heard once."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="heard")
    feedback = models.OneToOneField("feedback.Feedback", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.feedback_id}"
