"""Invoices, receipts, statements and steps of dunning as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.foundation.people.models import User


def _hides(user: User) -> bool:
    return not may(user, Act.RECORD_RECEIPTS)


def register_kinds() -> None:
    """Register what is numbered, and what is only told of."""
    register(
        ObjectKind(
            code="invoice",
            prefix="INV",
            model="collections.Invoice",
            track="sales",
            icon="file-dollar",
            label=_("Invoice"),
            url=lambda invoice: reverse("invoice-detail", args=[invoice.number]),
            title=lambda invoice: invoice.customer.name,
            visible=lambda invoices, user: invoices.visible_to(user),
            search_text=lambda invoice: (
                invoice.official_number or invoice.number,
                invoice.customer.name,
            ),
            related=("customer", "contract"),
            hides=_hides,
            looked_after_by=lambda invoice: (invoice.contract.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    register(
        ObjectKind(
            code="receipt",
            prefix="RCP",
            model="collections.Receipt",
            track="sales",
            icon="cash",
            label=_("Receipt"),
            url=lambda receipt: reverse("receipt-detail", args=[receipt.number]),
            title=lambda receipt: receipt.payer or receipt.customer.name,
            visible=lambda receipts, user: receipts.visible_to(user),
            search_text=lambda receipt: (
                receipt.number,
                f"{receipt.payer} {receipt.customer.name} {receipt.bank_reference}",
            ),
            related=("customer",),
            hides=_hides,
            looked_after_by=lambda receipt: (receipt.recorded_by_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    for code in ("invoice", "receipt"):
        register_labelled(code, Act.SEE_COLLECTIONS)
    register(
        ObjectKind(
            code="statement",
            prefix="",
            model="collections.Statement",
            track="sales",
            icon="building-bank",
            label=_("Bank statement"),
            url=lambda statement: reverse("statement-detail", args=[statement.pk]),
            title=lambda statement: statement.file_name,
            visible=lambda rows, user: rows if may(user, Act.RECORD_RECEIPTS) else rows.none(),
            hides=_hides,
        )
    )
    register(
        ObjectKind(
            code="dunning_step",
            prefix="",
            model="collections.DunningStep",
            track="sales",
            icon="bell",
            label=_("Reminder"),
            url=lambda _step: reverse("dunning-steps"),
            title=lambda step: step.name,
            visible=lambda rows, user: rows if may(user, Act.SEE_COLLECTIONS) else rows.none(),
        )
    )


def register_links() -> None:
    """Register the contract that an invoice is of."""
    register_turns("invoice.issued", "invoice.disputed", "receipt.recorded")
    register_link(
        LinkKind(
            source="invoice",
            target="contract",
            label=_("asks for what is owed by"),
            model="collections.Invoice",
            source_field="pk",
            target_field="contract_id",
            made_by=("invoice.issued",),
            told_of="source",
        )
    )
