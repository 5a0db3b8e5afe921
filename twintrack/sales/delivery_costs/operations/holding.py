"""Who decides on a delivery's money, and whether there is still something to decide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.queries.leading import leads


class DeliveryOver(Refusal):
    """The delivery is completed or cancelled."""

    message = _("This delivery is over: nothing more is written on it.")


class NotTheLead(Refusal):
    """Only the lead of a delivery, or a sales manager, decides this."""

    message = _("Only who leads this delivery, or a sales manager, can do this.")
    status = 403


class OwnDecision(Refusal):
    """Nobody decides on what is their own."""

    message = _("Nobody decides on their own hours and expenses. Ask a sales manager.")
    status = 403


def check_open(delivery: Delivery) -> None:
    """
    Make sure that a delivery goes on.

    :raises DeliveryOver: if it is completed or cancelled.
    """
    if not delivery.is_open:
        raise DeliveryOver


def check_leads(delivery: Delivery, by: User) -> None:
    """
    Make sure that somebody decides on the money of a delivery.

    :raises NotTheLead: if they neither lead it nor are a sales manager.
    """
    if not leads(delivery, by):
        raise NotTheLead


def one_line(text: str, most: int) -> str:
    """Keep a text as one line of at most so many characters."""
    return " ".join(text.split())[:most]
