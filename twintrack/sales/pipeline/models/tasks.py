"""The playbook: what each role does at a stage, and the tasks that come of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.bilingual import in_language
from twintrack.sales.pipeline.lifecycle import Part, TaskState


class Titled(models.Model):
    """Something to do, written in both languages; shown in the reader's."""

    title_zh = models.CharField(_("Title (Chinese)"), max_length=120)
    title_en = models.CharField(_("Title (English)"), max_length=120)
    part = models.CharField(_("Part"), max_length=12, choices=Part.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_zh, self.title_en)


class PlaybookTask(Titled):
    """What somebody is to do whenever an opportunity enters a stage."""

    stage = models.ForeignKey("pipeline.PipelineStage", models.CASCADE, related_name="playbook")
    due_days = models.PositiveSmallIntegerField(_("Working days after the stage is entered"))
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["due_days", "pk"]


class OpportunityTask(Titled):
    """Something to do for one opportunity; with a `template`, it came from the playbook."""

    opportunity = models.ForeignKey("pipeline.Opportunity", models.CASCADE, related_name="tasks")
    template = models.ForeignKey(PlaybookTask, models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=30)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    due_on = models.DateField(_("Due on"))
    state = models.CharField(
        _("State"), max_length=7, choices=TaskState.choices, default=TaskState.TODO
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # However often a stage is entered, its tasks are made once.
            models.UniqueConstraint(fields=["opportunity", "template"], name="playbook_task_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(state="todo"), name="open_task_by_owner"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.TODO
