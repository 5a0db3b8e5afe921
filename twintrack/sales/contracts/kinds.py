"""Contracts as a kind of object, and what they stand between."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register contracts."""
    register(
        ObjectKind(
            code="contract",
            prefix="C",
            model="contracts.Contract",
            track="sales",
            icon="writing-sign",
            label=_("Contract"),
            url=lambda contract: reverse("contract-detail", args=[contract.number]),
            title=lambda contract: contract.title,
            visible=lambda contracts, user: contracts.visible_to(user),
            search_text=lambda contract: (contract.title, contract.customer.name),
            related=("customer",),
            hides=lambda user: not may(user, Act.SEE_CONTRACTS),
            looked_after_by=lambda contract: (contract.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("contract", Act.WRITE_CONTRACTS)


def register_links() -> None:
    """Register the opportunity that a contract closes, and the contract that it follows."""
    register_turns(
        "contract.signed", "contract.amended", "contract.completed", "contract.terminated"
    )
    register_link(
        LinkKind(
            source="contract",
            target="opportunity",
            label=_("closes"),
            model="contracts.Contract",
            source_field="pk",
            target_field="opportunity_id",
            made_by=("contract.drafted",),
            told_of="source",
        )
    )
    register_link(
        LinkKind(
            source="contract",
            target="contract",
            label=_("renews"),
            model="contracts.Contract",
            source_field="pk",
            target_field="follows_id",
            made_by=("contract.drafted",),
            told_of="source",
        )
    )
