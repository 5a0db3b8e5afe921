"""Exchange rates as a kind of object, so that the ledger can speak of them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register exchange rates."""
    register(
        ObjectKind(
            code="exchange_rate",
            prefix="",
            model="money.ExchangeRate",
            track="hub",
            icon="coins",
            label=_("Exchange rate"),
            url=lambda _rate: reverse("rate-list"),
            title=lambda rate: rate.currency,
            visible=lambda rates, user: rates.visible_to(user),
        )
    )
