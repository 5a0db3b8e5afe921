"""Requirements that opportunities need."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: User) -> NeedQuerySet:
        """Keep those of requirements that the person may see; deals are told as far as they may."""
        return self.filter(requirement__in=Requirement.objects.visible_to(user).values("pk"))


class Need(models.Model):
    opportunity = models.ForeignKey("pipeline.Opportunity", models.CASCADE, related_name="+")
    requirement = models.ForeignKey(
        "backlog.Requirement", models.PROTECT, related_name="+", verbose_name=_("Requirement")
    )
    # Without it the customer does not buy; otherwise it would be nice to have.
    is_must = models.BooleanField(_("Must have"), default=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects: ClassVar = NeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "requirement"], name="needed_once")
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.requirement_id}"
