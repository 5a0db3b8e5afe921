"""What is to be done in a delivery, and what it waits for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from twintrack.sales.deliveries.lifecycle import OPEN_TASKS, DeliveryRole, TaskState, WaitFor


class DeliveryPhase(models.Model):
    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=80)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class DeliveryTask(models.Model):
    """One piece of work with its planned days; it begins when all those before it are done."""

    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="tasks")
    phase = models.ForeignKey(
        DeliveryPhase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("Phase"),
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(
        _("Role"),
        max_length=16,
        choices=DeliveryRole.choices,
        default=DeliveryRole.IMPLEMENTER,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Assignee"),
    )
    state = models.CharField(
        _("State"), max_length=10, choices=TaskState.choices, default=TaskState.TODO
    )
    start_on = models.DateField(_("Planned start"))
    finish_on = models.DateField(_("Planned finish"))
    # In the unit people plan in: hours.
    hours = models.DecimalField(_("Estimated hours"), max_digits=7, decimal_places=2, default=0)
    after = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="followers",
        verbose_name=_("Begins after"),
    )
    is_milestone = models.BooleanField(_("Milestone"), default=False)
    started_on = models.DateField(_("Began on"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finish_on__gte=F("start_on")), name="delivery_task_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(hours__gte=0), name="delivery_task_of_some_hours"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["assignee", "finish_on"],
                condition=Q(state__in=OPEN_TASKS),
                name="delivery_tasks_open",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TASKS


class Wait(models.Model):
    """From when to when a task, or the whole delivery, could not go on, and who was waited for."""

    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="waits")
    # Nothing: the whole delivery waits.
    task = models.ForeignKey(
        DeliveryTask,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="waits",
        verbose_name=_("Task"),
    )
    whom = models.CharField(_("Waiting for"), max_length=12, choices=WaitFor.choices)
    reason = models.CharField(_("Reason"), max_length=300)
    since = models.DateField(_("Waiting since"))
    # The day on which work went on; nothing as long as it waits.
    until = models.DateField(_("Went on on"), null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="wait_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(until=None, task__isnull=False),
                name="one_open_wait_a_task",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.whom}"
