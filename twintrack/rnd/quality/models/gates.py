"""What products and modules must keep, and whether they did."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.quality.lifecycle import Verdict
from twintrack.rnd.quality.models.builds import Build


class QualityGateQuerySet(models.QuerySet["QualityGate"]):
    def visible_to(self, user: User) -> QualityGateQuerySet:
        """Keep those of products that the person sees; how good a product is, all may know."""
        return self.filter(product_id__in=visible_product_ids(user))


class QualityGate(models.Model):
    """What a product, or one of its modules, must keep; an empty limit asks for nothing."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    module = models.ForeignKey(
        "products.Module", models.CASCADE, null=True, blank=True, related_name="+"
    )
    min_pass_rate = models.DecimalField(
        _("Pass rate at least, %"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    min_changed_coverage = models.DecimalField(
        _("Changed lines covered at least, %"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
    )
    max_flaky_share = models.DecimalField(
        _("Flaky at most, %"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    max_blockers = models.PositiveIntegerField(_("Open blockers at most"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    # As the newest build of the main branch left it.
    verdict = models.CharField(max_length=7, choices=Verdict.choices, default=Verdict.UNKNOWN)
    # A line a limit: which, what it is, what it had to be, of how many.
    reasons = models.JSONField(default=list)
    # When that build began.
    judged_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = QualityGateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "module"], name="gate_of_module_once"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(module=None), name="gate_of_product_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.module or self.product)


class GateVerdict(models.Model):
    """Whether a gate was kept after a build, and why not."""

    gate = models.ForeignKey(QualityGate, models.CASCADE, related_name="verdicts")
    build = models.ForeignKey(Build, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    reasons = models.JSONField(default=list)
    judged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gate", "build"], name="gate_judged_once")
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.verdict}"
