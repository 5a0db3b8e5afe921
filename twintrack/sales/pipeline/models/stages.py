"""The stages of a company's pipeline, what they ask for, and how opportunities passed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.bilingual import Named
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import Outcome, Stage

if TYPE_CHECKING:
    from twintrack.sales.pipeline.models.tasks import PlaybookTask


class PipelineStageQuerySet(models.QuerySet["PipelineStage"]):
    def visible_to(self, _user: User) -> PipelineStageQuerySet:
        """Keep all: stages name neither customers nor amounts."""
        return self


class PipelineStage(Named):
    """An open stage; retired ones stay, so that what passed them can be told."""

    code = models.CharField(max_length=30, unique=True)
    position = models.PositiveSmallIntegerField()
    probability = models.PositiveSmallIntegerField(
        _("Probability"), validators=[MaxValueValidator(100)]
    )
    # Opportunities that stay longer are rotting; empty for a stage that may take its time.
    target_days = models.PositiveSmallIntegerField(_("Target days"), null=True, blank=True)
    may_be_skipped = models.BooleanField(_("May be skipped"), default=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar = PipelineStageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    @property
    def tasks_now(self) -> list[PlaybookTask]:
        """What is to do there today, from what was read with the stage."""
        return [each for each in self.playbook.all() if each.is_active]


class StageCriterion(models.Model):
    """What must be known before an opportunity enters a stage; `check_code` names how."""

    stage = models.ForeignKey(PipelineStage, models.CASCADE, related_name="criteria")
    check_code = models.CharField(max_length=30)
    # What is not required is advised: one goes on all the same and says why.
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "check_code"], name="criterion_once")
        ]

    def __str__(self) -> str:
        return self.check_code


class StagePassage(models.Model):
    """An opportunity at a stage, from a moment to another, with what the stage was then."""

    opportunity = models.ForeignKey("pipeline.Opportunity", models.CASCADE, related_name="passages")
    stage = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    probability = models.PositiveSmallIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    # The newest of one opportunity at one stage: rates count each opportunity once.
    is_last = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["stage", "entered_at", "outcome"],
                condition=Q(is_last=True),
                name="passage_by_stage",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(left_at=None), name="at_one_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.stage}"


def known_stages() -> dict[str, PipelineStage]:
    """Give all stages by their codes in the order of the way, retired ones too."""

    def ask() -> dict[str, PipelineStage]:
        stages = PipelineStage.objects.order_by("position", "pk")
        return {each.code: each for each in stages}

    # Each row of a list names its stage.
    return once(
        "pipeline stages", lambda: standing("pipeline.stages", ask, about=("pipeline_stage",))
    )


def open_stages() -> list[PipelineStage]:
    """List the stages an opportunity may be at today, in the order of the way."""
    return [each for each in known_stages().values() if each.is_active]


def stage_label(code: str) -> str:
    """Name a stage, or an end, in the reader's language; one that is no more keeps its code."""
    stage = known_stages().get(code)
    return stage.name if stage else str(dict(Stage.choices).get(code, code))
