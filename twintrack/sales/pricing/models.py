"""The catalogue, price books with their tiers, and what things cost the company."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Segment


class ItemKind(models.TextChoices):
    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")
    SUBSCRIPTION = "subscription", _("Subscription")


class Unit(models.TextChoices):
    PIECE = "piece", _("piece")
    SET = "set", _("set")
    LICENCE = "licence", _("licence")
    PERSON_DAY = "person_day", _("person-day")
    HOUR = "hour", _("hour")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    METRE = "metre", _("metre")
    LOT = "lot", _("lump sum")


class ItemQuerySet(models.QuerySet["CatalogueItem"]):
    def visible_to(self, user: User) -> ItemQuerySet:
        """Keep all for whoever sees what is sold for how much, none for others."""
        return self if may(user, Act.SEE_PRICES) else self.none()


class BookQuerySet(models.QuerySet["PriceBook"]):
    def visible_to(self, user: User) -> BookQuerySet:
        """Keep all for whoever sees what is sold for how much, none for others."""
        return self if may(user, Act.SEE_PRICES) else self.none()


class CatalogueItem(models.Model):
    """Something that is sold, under one code."""

    code = models.SlugField(pgettext_lazy("catalogue", "Code"), max_length=30, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    product = models.ForeignKey(
        "products.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Product"),
    )
    kind = models.CharField(
        _("Kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.PRODUCT
    )
    unit = models.CharField(_("Unit"), max_length=10, choices=Unit.choices, default=Unit.PIECE)
    tax_rate = models.DecimalField(_("Tax rate (%)"), max_digits=5, decimal_places=2)
    # What is not sold any more stays on the quotes that name it.
    is_active = models.BooleanField(_("On sale"), default=True)
    added_at = models.DateTimeField()

    objects: ClassVar = ItemQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["is_active", "code"], name="items_on_sale")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return self.name_in(None)

    def name_in(self, language: str | None) -> str:
        """Give the name in a language."""
        return in_language(self.name_zh, self.name_en, language)


class PriceBook(models.Model):
    """Prices in one currency, for some time and perhaps for some customers only."""

    name_zh = models.CharField(_("Chinese name"), max_length=120, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, unique=True)
    currency = models.CharField(_("Currency"), max_length=3)
    includes_tax = models.BooleanField(_("Prices include tax"), default=False)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    # Empty: for everybody.
    region = models.CharField(_("Region"), max_length=80, blank=True)
    segment = models.CharField(
        _("Segment"), max_length=1, choices=Segment.choices, default="", blank=True
    )
    # Rises with every change of a price; each stays as it was in its own row.
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()

    objects: ClassVar = BookQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-valid_from", "-id"], name="books_by_start")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)

    def is_valid_on(self, day: date) -> bool:
        """Say whether its prices hold on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Price(models.Model):
    """What one unit of an item costs from a quantity on; one that was replaced stays."""

    book = models.ForeignKey(PriceBook, models.PROTECT, related_name="prices")
    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="prices")
    from_quantity = models.DecimalField(_("From quantity"), max_digits=12, decimal_places=3)
    amount = models.DecimalField(_("Price"), max_digits=16, decimal_places=2)
    # The versions of the book from which on, and before which, it holds.
    since_version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "item", "from_quantity"],
                condition=Q(ended_at=None),
                name="one_price_a_tier",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["book", "item"], name="prices_of_item")]

    def __str__(self) -> str:
        return f"{self.item_id} from {self.from_quantity}: {self.amount}"


class Cost(models.Model):
    """What one unit of an item costs the company; one that was replaced stays."""

    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="costs")
    amount = models.DecimalField(_("Cost"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(ended_at=None), name="one_cost_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.amount} {self.currency}"
