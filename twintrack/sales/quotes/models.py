"""Quotes, their versions with lines, who approves them, and what was sent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.mailing.models import Sending
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Ground
from twintrack.sales.pricing.models import Unit
from twintrack.sales.quotes.arithmetic import percent
from twintrack.sales.quotes.lifecycle import OPEN, REVISABLE, ApprovalState, QuoteState

PAPER_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]


class QuoteQuerySet(models.QuerySet["Quote"]):
    def visible_to(self, user: User) -> QuoteQuerySet:
        """Keep all for whoever sees what is sold for how much, none for others."""
        return self if may(user, Act.SEE_PRICES) else self.none()


class Quote(models.Model):
    """What a customer is offered for an opportunity; what is offered stands in its versions."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    opportunity = models.ForeignKey(
        "pipeline.Opportunity",
        models.PROTECT,
        related_name="+",
        verbose_name=_("Opportunity"),
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    created_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = QuoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "-id"], name="quotes_of_opportunity"),
            models.Index(fields=["customer", "-id"], name="quotes_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def days_at(self, now: datetime) -> int | None:
        """Count the days from the first sending to the acceptance, or to now."""
        if self.first_sent_at is None:
            return None
        return ((self.accepted_at or now) - self.first_sent_at).days


class VersionQuerySet(models.QuerySet["QuoteVersion"]):
    def visible_to(self, user: User) -> VersionQuerySet:
        """Keep all for whoever sees what is sold for how much, none for others."""
        return self if may(user, Act.SEE_PRICES) else self.none()


class QuoteVersion(models.Model):
    """One version of a quote; once it left the draft its words and figures stay as they are."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    state = models.CharField(
        _("State"), max_length=12, choices=QuoteState.choices, default=QuoteState.DRAFT
    )
    book = models.ForeignKey(
        "pricing.PriceBook", models.PROTECT, related_name="+", verbose_name=_("Price book")
    )
    currency = models.CharField(_("Currency"), max_length=3)
    includes_tax = models.BooleanField(_("Prices include tax"), default=False)
    discount = models.DecimalField(
        _("Discount on the whole (%)"), max_digits=5, decimal_places=2, default=0
    )
    valid_until = models.DateField(_("Valid until"))
    language = models.CharField(
        _("Language of the paper"), max_length=8, choices=PAPER_LANGUAGES, default="zh-hans"
    )
    payment_terms = models.TextField(_("Payment terms"), blank=True, max_length=1000)
    delivery_terms = models.TextField(_("Delivery terms"), blank=True, max_length=1000)
    notes = models.TextField(_("Notes to the customer"), blank=True, max_length=2000)
    # What the lines come to, kept with every change of them.
    at_list = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    discounted = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    net = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    gross = models.DecimalField(_("Amount"), max_digits=18, decimal_places=2, default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    # Rises with every change, so that nobody overwrites what another one just wrote.
    revision = models.PositiveIntegerField(default=1)
    # Why it was made, where it is not the first.
    change_note = models.CharField(_("What changes"), max_length=300, blank=True)
    # Who offers, as the paper's head said it when it was sent.
    letterhead = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who at the customer accepted it, and on which day.
    accepted_by = models.CharField(_("Accepted by"), max_length=120, blank=True)
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)
    accepted_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decline_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "ordinal"], name="one_version_an_ordinal"),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(is_current=True), name="one_current_version"
            ),
        ]
        indexes: ClassVar = [
            # The list: the newest first, whole and per state; those that expire soon.
            models.Index(fields=["is_current", "state", "-id"], name="versions_by_state"),
            models.Index(fields=["state", "valid_until"], name="versions_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quote.title}"

    @property
    def name(self) -> str:
        """What people call it: Q-12, and from its second version on Q-12/2."""
        number = self.quote.number
        return number if self.ordinal == 1 else f"{number}/{self.ordinal}"

    def is_of(self, user: User) -> bool:
        """Say whether the person owns the quote or handed it in: somebody else approves it."""
        return user.pk in (self.quote.owner_id, self.submitted_by_id)

    @property
    def discount_percent(self) -> Decimal:
        """How much less than at list prices, in per cent."""
        return percent(self.discounted, self.at_list)

    @property
    def is_draft(self) -> bool:
        return self.state == QuoteState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.is_current and self.state in OPEN

    @property
    def is_revisable(self) -> bool:
        return self.is_current and self.state in REVISABLE


class QuoteLine(models.Model):
    """One line: something of the catalogue, or what is written freely with a price of its own."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(
        "pricing.CatalogueItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("What is offered"), max_length=200)
    description = models.TextField(_("Description"), blank=True, max_length=1000)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3)
    unit = models.CharField(_("Unit"), max_length=10, choices=Unit.choices, default=Unit.PIECE)
    list_price = models.DecimalField(_("List price"), max_digits=16, decimal_places=2)
    discount = models.DecimalField(_("Discount (%)"), max_digits=5, decimal_places=2, default=0)
    tax_rate = models.DecimalField(_("Tax rate (%)"), max_digits=5, decimal_places=2)
    # What one unit costs the company, in the currency of the quote; nothing where nobody knows.
    cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    # What it comes to: before the discount on the whole, its share of that, without tax, tax.
    amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    share = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    net = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


class QuotePromise(models.Model):
    """A day that a quote names for something: it needs a commitment behind it."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="promises")
    text = models.CharField(_("What is promised"), max_length=200)
    due_on = models.DateField(_("By when"))
    # The commitment that stands behind it, by its number, where there is one.
    commitment = models.CharField(_("Commitment"), max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.text} {self.due_on}"


class RuleKind(models.TextChoices):
    DISCOUNT_ABOVE = "discount_above", _("Discount above (%)")
    MARGIN_BELOW = "margin_below", _("Margin below (%)")
    AMOUNT_ABOVE = "amount_above", _("Amount above")


class ApprovalRule(models.Model):
    """What in a quote needs whose approval; amounts are in the base currency, without tax."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    kind = models.CharField(_("What is looked at"), max_length=16, choices=RuleKind.choices)
    threshold = models.DecimalField(_("Threshold"), max_digits=16, decimal_places=2)
    role = models.CharField(_("Who approves"), max_length=24, choices=Role.choices)
    # Whoever comes first is asked first; the next ones only when they approved.
    step = models.PositiveSmallIntegerField(_("Step"), default=1)
    is_active = models.BooleanField(_("In force"), default=True)
    # What every company begins with, until somebody makes it theirs.
    is_given = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["step", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)


class QuoteApproval(models.Model):
    """One step of the approval of a version: a role, why it is asked, and what somebody decided."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="approvals")
    # Counts how often the version was handed in; a version that was sent back begins anew.
    turn = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24, choices=Role.choices)
    # Which rules ask: name in both languages, kind, threshold, what was found.
    reasons = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["turn", "step", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "turn", "step", "role"], name="asked_once_a_turn"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["role"], condition=Q(state="waiting"), name="approvals_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} step {self.step}: {self.role}"


class SendingWay(models.TextChoices):
    MAIL = "mail", _("By e-mail")
    HANDED_OVER = "handed_over", _("Handed over")


class QuoteSending(Sending):
    """One time that a version went to the customer: how, to whom, by whom."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="sendings")
    way = models.CharField(_("How"), max_length=12, choices=SendingWay.choices)
    to = models.CharField(_("To whom"), max_length=300)
    subject = models.CharField(_("Subject line"), max_length=150, blank=True)
    message = models.TextField(_("Message"), blank=True, max_length=4000)
    # Why it went to somebody who wants no mail any more.
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="sendings_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.to}"
