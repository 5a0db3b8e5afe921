"""Who worked how long on which task and day, which weeks are confirmed, and what is left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery

SIX_DAYS = timedelta(days=6)


def sees_hours_of_all(user: User) -> bool:
    """Say whether somebody sees everybody's hours: sales managers, executives, administrators."""
    return bool(user.roles & {Role.SALES_MANAGER, Role.EXECUTIVE, Role.ADMIN})


class HourQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> HourQuerySet:
        """Keep one's own, those of deliveries that one leads, and all for sales managers."""
        seen = Delivery.objects.visible_to(user).values("pk")
        rows = self.filter(Q(delivery__in=seen) | Q(person=user))
        if sees_hours_of_all(user):
            return rows
        return rows.filter(Q(person=user) | Q(delivery__project__owner=user))


class HourEntry(models.Model):
    """
    How long somebody worked on a task on a day.

    What is confirmed never changes: another row takes it back, a further one says what was right.
    """

    delivery = models.ForeignKey("deliveries.Delivery", models.PROTECT, related_name="+")
    task = models.ForeignKey(
        "deliveries.DeliveryTask", models.PROTECT, related_name="+", verbose_name=_("Task")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField(_("Day"))
    # Below nothing where it takes another one back.
    minutes = models.SmallIntegerField()
    note = models.CharField(_("Note"), max_length=200, blank=True)
    # As which it was done: by its rate it costs.
    role = models.CharField(_("Role"), max_length=24, choices=Role.choices)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    is_reversed = models.BooleanField(default=False)
    # Why it takes back, or comes in place of, what was confirmed.
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects: ClassVar = HourQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "task", "day"],
                condition=Q(reverses=None, is_reversed=False),
                name="one_entry_a_task_and_day",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(-1440, 1440)), name="hours_of_a_day_at_most"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["delivery", "day"], name="hours_of_delivery"),
            models.Index(fields=["person", "day"], name="hours_of_person"),
            models.Index(fields=["task", "day"], name="hours_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}: {self.minutes}"


class ConfirmedWeek(models.Model):
    """A person's week on a delivery, confirmed by who leads it: its hours are kept as they are."""

    delivery = models.ForeignKey("deliveries.Delivery", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    monday = models.DateField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects: ClassVar = HourQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery", "person", "monday"], name="week_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.monday}"

    @property
    def sunday(self) -> date:
        last: date = self.monday + SIX_DAYS
        return last


class TaskRemaining(models.Model):
    """How long a task still takes, as somebody who does it said; else its estimate tells."""

    task = models.OneToOneField("deliveries.DeliveryTask", models.CASCADE, related_name="+")
    minutes = models.PositiveIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id}: {self.minutes}"
