"""Quotes, and the rules of their approval, as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.foundation.people.models import User


def _hides(user: User) -> bool:
    return not may(user, Act.SEE_PRICES)


def register_kinds() -> None:
    """Register quotes and the rules of their approval."""
    register(
        ObjectKind(
            code="quote",
            prefix="Q",
            model="quotes.Quote",
            track="sales",
            icon="file-invoice",
            label=_("Quote"),
            url=lambda quote: reverse("quote-detail", args=[quote.number]),
            title=lambda quote: quote.title,
            visible=lambda quotes, user: quotes.visible_to(user),
            search_text=lambda quote: (quote.title, quote.customer.name),
            related=("customer",),
            hides=_hides,
            looked_after_by=lambda quote: (quote.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("quote", Act.WRITE_QUOTES)
    register(
        ObjectKind(
            code="approval_rule",
            prefix="",
            model="quotes.ApprovalRule",
            track="sales",
            icon="shield-check",
            label=_("Approval rule"),
            url=lambda _rule: reverse("approval-rules"),
            title=lambda rule: rule.name,
            visible=lambda rules, user: rules if may(user, Act.SEE_PRICES) else rules.none(),
            hides=_hides,
        )
    )


def register_links() -> None:
    """Register the opportunity that a quote is for."""
    register_turns(
        *("quote.sent", "quote.accepted", "quote.declined", "quote.expired", "quote.revised")
    )
    register_link(
        LinkKind(
            source="quote",
            target="opportunity",
            label=_("is offered for"),
            model="quotes.Quote",
            source_field="pk",
            target_field="opportunity_id",
            made_by=("quote.drafted",),
            told_of="source",
        )
    )
