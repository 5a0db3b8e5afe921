"""Deliveries as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import has_hidden_products
from twintrack.sales.deliveries.models import Delivery


def _concerned(delivery: Delivery) -> tuple[int, ...]:
    members = delivery.members.values_list("person_id", flat=True)
    return (delivery.project.owner_id, *members)


def _hides(user: User) -> bool:
    return not may(user, Act.SEE_DELIVERIES) or has_hidden_products(user)


def register_kinds() -> None:
    """Register deliveries, and the templates they are planned by."""
    register(
        ObjectKind(
            code="delivery",
            prefix="",
            model="deliveries.Delivery",
            track="sales",
            icon="truck-delivery",
            label=_("Delivery"),
            url=lambda delivery: reverse("delivery-detail", args=[delivery.number]),
            title=lambda delivery: delivery.name,
            visible=lambda deliveries, user: deliveries.visible_to(user),
            search_text=lambda delivery: (delivery.name, delivery.customer.name),
            related=("project", "customer"),
            hides=_hides,
            looked_after_by=_concerned,
            talk_hint=_("The customer never sees this."),
        )
    )
    register(
        ObjectKind(
            code="delivery_template",
            prefix="",
            model="deliveries.DeliveryTemplate",
            track="sales",
            icon="settings",
            label=_("Delivery template"),
            url=lambda _row: reverse("delivery-settings"),
            title=str,
            visible=lambda rows, user: rows.visible_to(user),
        )
    )
    register_labelled("delivery", Act.WORK_ON_DELIVERIES)
    register_turns("delivery.begun", "delivery.accepted", "delivery.acceptance_withdrawn")
    register_link(
        LinkKind(
            source="contract",
            target="delivery",
            label=_("is delivered by"),
            model="deliveries.Delivery",
            source_field="contract_id",
            target_field="pk",
            made_by=("delivery.begun",),
        )
    )
