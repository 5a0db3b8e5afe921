"""How leads are scored and given out, when they are to be answered, and where they come in."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.sales.leads.lifecycle import Field, Method, Source

RESPONSE_MINUTES = 4 * 60
MOST_POINTS = 100
Row = TypeVar("Row", bound=models.Model)


class RuleQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> RuleQuerySet[Row]:
        """Keep what the person may see: all for whoever sees leads."""
        return self if may(user, Act.SEE_LEADS) else self.none()


class _Named(models.Model):
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    is_active = models.BooleanField(_("In force"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class ScoreRule(_Named):
    """Points for a lead of which one thing is so; `value` may name several, parted by `|`."""

    field = models.CharField(_("Field"), max_length=10, choices=Field.choices)
    value = models.CharField(_("Value"), max_length=200)
    points = models.SmallIntegerField(
        _("Lead points"),
        validators=[MinValueValidator(-MOST_POINTS), MaxValueValidator(MOST_POINTS)],
    )

    objects: ClassVar = RuleQuerySet.as_manager()


class AssignmentRule(_Named):
    """
    Who gets leads of which one thing is so, or all; the first rule that fits holds.

    `people` are among whom it chooses; where it goes by the customer, nobody named is everybody.
    """

    position = models.PositiveSmallIntegerField(_("Order"), default=1)
    field = models.CharField(_("Field"), max_length=10, choices=Field.choices, blank=True)
    value = models.CharField(_("Value"), max_length=200, blank=True)
    method = models.CharField(
        _("Method"), max_length=12, choices=Method.choices, default=Method.ROUND_ROBIN
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("People")
    )
    # Whose turn was the last one.
    last = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = RuleQuerySet.as_manager()


class LeadSettings(models.Model):
    """What holds for all leads: one row, once somebody changed what is usual."""

    response_minutes = models.PositiveIntegerField(
        _("Working minutes until the first contact"),
        default=RESPONSE_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(60 * 24 * 60)],
    )

    objects: ClassVar = RuleQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lead settings"

    def __str__(self) -> str:
        return f"{self.response_minutes} min"


class LeadWebForm(_Named):
    """A page that anybody may fill in who has its address; each entry becomes a lead once."""

    key = models.CharField(max_length=64, unique=True)
    source = models.CharField(
        _("Source"), max_length=16, choices=Source.choices, default=Source.WEBSITE
    )
    intro_zh = models.CharField(_("Chinese text above it"), max_length=300, blank=True)
    intro_en = models.CharField(_("English text above it"), max_length=300, blank=True)
    products = models.ManyToManyField(
        "products.Product", blank=True, related_name="+", verbose_name=_("Products")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar = RuleQuerySet.as_manager()

    @property
    def intro(self) -> str:
        """The text above it in the reader's language."""
        return in_language(self.intro_zh, self.intro_en)


class LeadImport(models.Model):
    """A file of leads: what it says until it is taken in, afterwards only how many it brought."""

    name = models.CharField(max_length=120)
    columns = models.JSONField(default=list)
    # Pairs of line and cells by column; emptied when all is done.
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class LeadModel(models.Model):
    """A score learned from the leads that ended, with what a test on later ones says of it."""

    fitted_at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    converted = models.PositiveIntegerField()
    judged = models.PositiveIntegerField(default=0)
    loss = models.FloatField(null=True)
    base_loss = models.FloatField(null=True)
    area = models.FloatField(null=True)
    tells_apart = models.BooleanField(default=False)
    base = models.FloatField(default=0.5)
    # Rows of trait, value, and what it adds to the logit.
    effects = models.JSONField(default=list)

    objects: ClassVar = RuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.fitted_at}: {self.cases}"
