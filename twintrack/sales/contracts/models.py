"""Contracts, the versions that their amendments made, and their instalments."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.lifecycle import (
    BINDING,
    ContractState,
    SignedHow,
    Trigger,
    VersionState,
)
from twintrack.sales.contracts.terms import Terms, read_lines, read_schedule


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> ContractQuerySet:
        """Keep all for sales and those who weigh the money behind requirements."""
        return self if may(user, Act.SEE_CONTRACTS) else self.none()


class Contract(models.Model):
    """What was agreed with a customer; its terms stand in its versions, the present ones here."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    opportunity = models.ForeignKey(
        "pipeline.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Opportunity"),
    )
    # The accepted version of a quote that it was made from: one contract each.
    quote_version = models.ForeignKey(
        "quotes.QuoteVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The contract that it renews.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Why there was no quote.
    reason = models.CharField(_("Why without a quote"), max_length=300, blank=True)
    products = models.ManyToManyField(
        "products.Product", blank=True, related_name="+", verbose_name=_("Products")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(
        _("State"), max_length=12, choices=ContractState.choices, default=ContractState.DRAFT
    )
    our_party = models.CharField(_("Our side"), max_length=160, blank=True)
    their_party = models.CharField(_("The customer's side"), max_length=160, blank=True)
    # What holds at present.
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    starts_on = models.DateField(_("Begins on"))
    ends_on = models.DateField(_("Ends on"))
    sla_version = models.ForeignKey(
        "sla.SlaPlanVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("SLA plan"),
    )
    remind_days = models.PositiveSmallIntegerField(_("Remind so many days before"), default=60)
    # The end that its owner was reminded of.
    reminded_of = models.DateField(null=True, blank=True)
    # Days that its quote named: `text`, `due_on`, `commitment`.
    commitments = models.JSONField(default=list)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar = ContractQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["quote_version"],
                condition=~Q(state="terminated") | Q(signed_on__isnull=False),
                name="one_contract_a_quote",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contract_of_some_amount"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="contracts_by_state"),
            models.Index(fields=["customer", "state", "ends_on"], name="contracts_of_customer"),
            models.Index(fields=["opportunity"], name="contracts_of_opportunity"),
            models.Index(fields=["ends_on", "state"], name="contracts_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.state == ContractState.DRAFT

    @property
    def is_binding(self) -> bool:
        return self.state in BINDING


class ContractVersion(models.Model):
    """The contract as it was signed first, then each amendment; once signed it never changes."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="versions")
    # 0 is the contract itself, 1 its first amendment.
    ordinal = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    starts_on = models.DateField(_("Begins on"))
    ends_on = models.DateField(_("Ends on"))
    lines = models.JSONField(default=list)
    schedule = models.JSONField(default=list)
    overlap_note = models.CharField(
        _("Why another contract runs beside it"), max_length=300, blank=True
    )
    # Why it was amended.
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    # Rises with every change, so that nobody overwrites what another one just wrote.
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    signed_by_us = models.CharField(_("Signed for us by"), max_length=80, blank=True)
    signed_by_them = models.CharField(_("Signed for the customer by"), max_length=80, blank=True)
    signed_how = models.CharField(_("How"), max_length=8, choices=SignedHow.choices, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "ordinal"], name="one_version_an_amendment"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="draft"), name="one_open_amendment"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call it: C-12, and its amendments A1, A2."""
        return f"A{self.ordinal}" if self.ordinal else self.contract.number

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def terms(self) -> Terms:
        """All that it says."""
        return Terms(
            amount=self.amount,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            lines=read_lines(self.lines),
            schedule=read_schedule(self.schedule),
            overlap_note=self.overlap_note,
        )


class Instalment(models.Model):
    """A part of a signed contract that the customer pays; what came in is known above."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("What for"), max_length=80)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    trigger = models.CharField(_("When due"), max_length=10, choices=Trigger.choices)
    days = models.PositiveSmallIntegerField(_("Days after"), default=0)
    # When what it waits for happened.
    reached_on = models.DateField(null=True, blank=True)
    # Nothing as long as that has not happened.
    due_on = models.DateField(_("Payment due"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_of_some_amount")
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="instalments_due")]

    def __str__(self) -> str:
        return f"{self.position} {self.label}"
