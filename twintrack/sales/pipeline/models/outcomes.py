"""Why customers do not buy, and from whom they buy instead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.bilingual import Named
from twintrack.foundation.people.models import User


class LostReasonQuerySet(models.QuerySet["LostReason"]):
    def visible_to(self, _user: User) -> LostReasonQuerySet:
        """Keep all: reasons name neither customers nor amounts."""
        return self


class LostReason(Named):
    """A reason that can be counted; what was meant stands beside it in free words."""

    code = models.CharField(max_length=30, unique=True)
    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    objects: ClassVar = LostReasonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class CompetitorQuerySet(models.QuerySet["Competitor"]):
    def visible_to(self, _user: User) -> CompetitorQuerySet:
        """Keep all: a competitor is known to everybody in sales."""
        return self


class Competitor(models.Model):
    name = models.CharField(_("Name"), max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar = CompetitorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
