"""Invoices, credit notes, receipts, and how much of which went where."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.sales.collections.lifecycle import LineState, TaskState
from twintrack.sales.customers.models import Ground


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User) -> InvoiceQuerySet:
        """Keep all for who records receipts, for sellers those of their contracts and customers."""
        if may(user, Act.RECORD_RECEIPTS):
            return self
        if not may(user, Act.SEE_COLLECTIONS):
            return self.none()
        return self.filter(Q(contract__owner=user) | Q(customer__owner=user))


class Invoice(models.Model):
    """What was asked for of one or several instalments; what is open is reckoned, not kept."""

    number = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="invoices")
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    official_number = models.CharField(
        _("Number of the official invoice"), max_length=40, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.DecimalField(_("Amount with tax"), max_digits=16, decimal_places=2)
    tax_rate = models.DecimalField(_("Tax rate (%)"), max_digits=5, decimal_places=2, default=13)
    tax = models.DecimalField(_("Tax within"), max_digits=16, decimal_places=2)
    issued_on = models.DateField(_("Issued on"))
    due_on = models.DateField(_("Payment due"))
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute_reason = models.CharField(_("Why it is disputed"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar = InvoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_of_some_amount"),
            models.UniqueConstraint(
                fields=["official_number"],
                condition=~Q(official_number=""),
                name="one_invoice_an_official_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="invoices_by_due"),
            models.Index(fields=["customer", "due_on"], name="invoices_of_customer"),
        ]

    def __str__(self) -> str:
        return self.number


class CreditNote(models.Model):
    """Part of an invoice that is not asked for any more."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes")
    ordinal = models.PositiveSmallIntegerField()
    amount = models.DecimalField(_("Amount with tax"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("Reason"), max_length=300)
    official_number = models.CharField(
        _("Number of the official invoice"), max_length=40, blank=True
    )
    issued_on = models.DateField(_("Issued on"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "ordinal"], name="one_credit_note_each"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice.number}/{self.ordinal}"


class InvoicePart(models.Model):
    """How much of an invoice is for an instalment; of a credit note it is below nothing."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="parts")
    instalment = models.ForeignKey(
        "contracts.Instalment", models.PROTECT, related_name="invoice_parts"
    )
    credit_note = models.ForeignKey(CreditNote, models.CASCADE, null=True, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.amount}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User) -> ReceiptQuerySet:
        """Keep all for who records receipts, for sellers those of their contracts and customers."""
        if may(user, Act.RECORD_RECEIPTS):
            return self
        if not may(user, Act.SEE_COLLECTIONS):
            return self.none()
        own = Allocation.objects.filter(instalment__contract__owner=user).values("receipt")
        return self.filter(Q(customer__owner=user) | Q(pk__in=own))


class Receipt(models.Model):
    """Money that came in; what is left of it over what was allocated is the customer's credit."""

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    # What it is worth in the currency of the contracts it pays, at the rate that was noted.
    rate = models.DecimalField(_("Rate"), max_digits=18, decimal_places=8, null=True, blank=True)
    settled_amount = models.DecimalField(max_digits=16, decimal_places=2)
    settled_currency = models.CharField(max_length=3)
    received_on = models.DateField(_("Received on"))
    payer = models.CharField(_("Payer"), max_length=160, blank=True)
    bank_reference = models.CharField(_("Bank reference"), max_length=80, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # It never came: noted by mistake.
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar = ReceiptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, settled_amount__gt=0), name="receipt_of_some_amount"
            ),
            models.UniqueConstraint(
                fields=["bank_reference"],
                condition=Q(voided_at__isnull=True) & ~Q(bank_reference=""),
                name="one_receipt_a_bank_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_on", "-id"], name="receipts_by_day"),
            models.Index(fields=["customer", "-received_on"], name="receipts_of_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_converted(self) -> bool:
        return self.currency != self.settled_currency


class Allocation(models.Model):
    """Which part of a receipt pays an instalment, of an invoice where there is one."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations")
    instalment = models.ForeignKey(
        "contracts.Instalment", models.PROTECT, related_name="allocations"
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_of_some_amount")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.amount}"


class Refund(models.Model):
    """Money that was given back out of a customer's credit."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    paid_on = models.DateField(_("Paid back on"))
    reason = models.CharField(_("Reason"), max_length=300)
    bank_reference = models.CharField(_("Bank reference"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_some_amount")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.amount}"


class PaymentPromise(models.Model):
    """A day on which somebody at the customer said that an invoice would be paid."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="promises")
    promised_on = models.DateField(_("Pays on"))
    by_whom = models.CharField(_("Who said so"), max_length=80)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.promised_on}"


class DunningStep(models.Model):
    """What is done so many days after an invoice was due."""

    days_after = models.PositiveSmallIntegerField(_("Days after the due day"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    text_zh = models.TextField(_("Chinese text"), max_length=2000, blank=True)
    text_en = models.TextField(_("English text"), max_length=2000, blank=True)
    is_active = models.BooleanField(_("In force"), default=True)

    class Meta:
        ordering: ClassVar = ["days_after"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)

    @property
    def text(self) -> str:
        return in_language(self.text_zh, self.text_en)


class DunningTask(models.Model):
    """One step for one invoice, for whoever looks after the contract; made once."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="dunning")
    step = models.ForeignKey(DunningStep, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.TODO)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    # On which ground a customer was reminded where somebody wants no mail any more.
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "step"], name="one_task_a_step")
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignee"], condition=Q(state="todo"), name="dunning_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.step_id}"


class Statement(models.Model):
    """A bank statement that was read in."""

    file_name = models.CharField(max_length=160)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    # From what it says to the columns that say it.
    columns = models.JSONField(default=dict)
    # Of the account, where a line says none.
    currency = models.CharField(max_length=3, blank=True)
    # What stands in the file (`columns`, and `lines` of a number and texts), so that other columns
    # can be chosen.
    table = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file_name


class StatementLine(models.Model):
    """Money that came in by a bank statement; the same line of another file is recognised."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    paid_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    payer = models.CharField(max_length=160, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    # The same for the same movement of money, in whichever file it stands.
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.WAITING)
    receipt = models.ForeignKey(Receipt, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~Q(state="known"), name="one_line_a_movement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount}"
