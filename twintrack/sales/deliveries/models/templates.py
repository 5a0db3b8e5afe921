"""Templates by which deliveries are planned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.bilingual import Named
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.plans import Plan, read_plan


class DeliveryTemplateQuerySet(models.QuerySet["DeliveryTemplate"]):
    def visible_to(self, _user: User) -> DeliveryTemplateQuerySet:
        """Keep all: templates name neither customers nor people."""
        return self


class DeliveryTemplate(Named):
    """How a delivery is usually done; deliveries copy it once and never look back."""

    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("Is offered"), default=True)
    # As `plans` writes it.
    content = models.JSONField(default=dict)
    # Rises with every change, so that nobody overwrites what another one just wrote.
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar = DeliveryTemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    @property
    def plan(self) -> Plan:
        """What it holds."""
        return read_plan(self.content)
