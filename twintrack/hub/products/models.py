"""Products with their modules and versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may, sees_everything
from twintrack.foundation.people.models import User


class Reach(models.TextChoices):
    EVERYONE = "everyone", _("Everyone in the company")
    TEAMS = "teams", _("Only its teams")


class VersionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, user: User) -> ProductQuerySet:
        """Keep the products that the person may see: open ones and those of their teams."""
        if not may(user, Act.USE):
            return self.none()
        if sees_everything(user):
            return self
        mine = Product.teams.through.objects.filter(team_id__in=user.team_ids).values("product_id")
        return self.filter(Q(reach=Reach.EVERYONE) | Q(pk__in=mine))


class Product(models.Model):
    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    reach = models.CharField(
        _("Seen by"), max_length=8, choices=Reach.choices, default=Reach.EVERYONE
    )
    teams = models.ManyToManyField("people.Team", blank=True, verbose_name=_("Teams"))
    created_at = models.DateTimeField()

    objects: ClassVar = ProductQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Module(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="modules")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("Module"), max_length=80)
    # Not offered any more; what was said about it keeps its name.
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "name"], name="module_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="versions")
    name = models.CharField(_("Version"), max_length=40)
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    released_on = models.DateField(_("Released on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "name"], name="version_named_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> VersionState:
        if self.withdrawn_on:
            return VersionState.WITHDRAWN
        return VersionState.RELEASED if self.released_on else VersionState.PLANNED


class Exposure(models.Model):
    """How many of a product were in use in a week: what complaints are held against."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="exposures")
    # Empty where only the product's number is known.
    version = models.ForeignKey(
        Version, models.CASCADE, null=True, blank=True, related_name="exposures"
    )
    # The Monday of the week.
    week = models.DateField(_("Week"))
    active = models.PositiveIntegerField(_("In use"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "version", "week"], name="exposure_once_a_week"
            ),
            models.UniqueConstraint(
                fields=["product", "week"],
                condition=Q(version=None),
                name="exposure_once_a_week_unversioned",
            ),
        ]
        indexes: ClassVar = [
            # The course of a product, the newest week first.
            models.Index(fields=["product", "-week"], name="exposure_course")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.week}: {self.active}"
