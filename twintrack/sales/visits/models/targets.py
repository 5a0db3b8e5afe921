"""How many visits a week there are to be."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User

# Where nobody set anything.
USUAL = 5
MOST = 50


class VisitTargetQuerySet(models.QuerySet["VisitTarget"]):
    def visible_to(self, _user: User) -> VisitTargetQuerySet:
        """Keep all: what is wanted is no secret; what people reach is."""
        return self


class VisitTarget(models.Model):
    """
    So many visits a week from a Monday on, until a later row says otherwise.

    A person's own comes before that of their team, that before everybody's.
    """

    team = models.ForeignKey(
        "people.Team",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Team"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Person"),
    )
    per_week = models.PositiveSmallIntegerField(
        _("Visits a week"), validators=[MaxValueValidator(MOST)]
    )
    since = models.DateField(_("From the week of"))
    set_at = models.DateTimeField()

    objects: ClassVar = VisitTargetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(team=None) | Q(person=None), name="target_of_a_team_or_a_person"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["since"], name="visit_target_by_week")]

    def __str__(self) -> str:
        return f"{self.person or self.team or '*'} {self.per_week}"
