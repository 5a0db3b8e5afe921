"""Plan templates, and the plans that reached milestones start."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.helix.communication.drafts import gaps_in, mark_gaps
from twintrack.helix.communication.lifecycle import PlanState, StepKind, StepState
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.projects.lifecycle import MilestoneKind
from twintrack.hub.scheduling.working_days import working_days_between
from twintrack.sales.customers.models import Consent, Ground, Segment


class Texts(models.Model):
    """A title and a draft, written in both languages."""

    title_zh = models.CharField(_("Title (Chinese)"), max_length=200)
    title_en = models.CharField(_("Title (English)"), max_length=200)
    body_zh = models.TextField(_("Draft (Chinese)"), blank=True)
    body_en = models.TextField(_("Draft (English)"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_zh, self.title_en)

    @property
    def body(self) -> str:
        return in_language(self.body_zh, self.body_en)

    @property
    def other_body(self) -> str:
        """The draft in the language that the reader does not use here."""
        return in_language(self.body_en, self.body_zh)

    @property
    def other_language(self) -> str:
        return in_language("en", "zh-Hans")


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def visible_to(self, _user: User) -> PlanTemplateQuerySet:
        """Keep all: templates name neither customers nor products."""
        return self


class PlanTemplate(models.Model):
    # Empty for milestones of every kind that has no template of its own.
    milestone_kind = models.CharField(
        _("Milestone"), max_length=20, choices=MilestoneKind.choices, blank=True, default=""
    )
    # Empty for customers of every segment.
    segment = models.CharField(
        _("Segment"), max_length=1, choices=Segment.choices, blank=True, default=""
    )

    objects: ClassVar = PlanTemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["milestone_kind", "segment"], name="one_template_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_kind} {self.segment}"

    @property
    def label(self) -> str:
        """The kind of milestone it is for, in the reader's language."""
        return self.get_milestone_kind_display() or gettext("Every other milestone")


class TemplateStep(Texts):
    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Kind"), max_length=10, choices=StepKind.choices)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    offset_days = models.PositiveSmallIntegerField(_("Working days after the milestone"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "position"], name="template_step_order")
        ]


class CommunicationPlanQuerySet(models.QuerySet["CommunicationPlan"]):
    def visible_to(self, user: User) -> CommunicationPlanQuerySet:
        """Keep the plans about products that the person may see."""
        return self.filter(milestone__project__product_id__in=visible_product_ids(user))


class CommunicationPlan(models.Model):
    number = models.CharField(max_length=20, unique=True)
    milestone = models.ForeignKey("projects.Milestone", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    state = models.CharField(
        _("State"), max_length=10, choices=PlanState.choices, default=PlanState.RUNNING
    )
    started_at = models.DateTimeField()
    # The day of the milestone that the steps' days were counted from.
    counted_from = models.DateField()

    objects: ClassVar = CommunicationPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # Whatever is retried, a milestone starts one plan for a customer.
            models.UniqueConstraint(fields=["milestone", "customer"], name="one_plan_per_case")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def progress(self) -> str:
        """How many steps are done and how many were skipped, as the lists of plans count them."""
        counts = {
            "done": self.done_count,  # type: ignore[attr-defined]
            "skipped": self.skipped_count,  # type: ignore[attr-defined]
            "all": self.steps_count,  # type: ignore[attr-defined]
        }
        if counts["skipped"]:
            return gettext("%(done)s done, %(skipped)s skipped of %(all)s") % counts
        return gettext("%(done)s done of %(all)s") % counts


class PlanStep(Texts):
    plan = models.ForeignKey(CommunicationPlan, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Kind"), max_length=10, choices=StepKind.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("Due on"))
    state = models.CharField(
        _("State"), max_length=7, choices=StepState.choices, default=StepState.TODO
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    # Why somebody was reached who wants it no more on that channel.
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_step_order")
        ]

    # Consents withdrawn by people whom it may reach, where somebody asked for them.
    withdrawn: list[Consent]

    @property
    def title(self) -> str:
        return mark_gaps(super().title)

    @property
    def body(self) -> str:
        return mark_gaps(super().body)

    @property
    def other_body(self) -> str:
        with override(self.other_language.lower()):
            return mark_gaps(super().body)

    @property
    def gaps(self) -> list[str]:
        """What the draft names and nobody knows yet, in the reader's language."""
        return gaps_in(super().body)

    @property
    def other_gaps(self) -> list[str]:
        return gaps_in(super().other_body)

    @property
    def is_open(self) -> bool:
        return self.state == StepState.TODO

    @property
    def days_after(self) -> int:
        """Working days from the day of the milestone to the day it is due."""
        return working_days_between(self.plan.counted_from, self.due_on)
