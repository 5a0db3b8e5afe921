"""A world that one early warning rule looks at, and what it sees there."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.risks.rules import NeverKnown, Signal, Warned


class World:
    """What the one rule of these tests sees; about products, as they are at hand."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self.was_right: bool | NeverKnown | None = None
        self.asked: list[Decimal] = []

    def find(self, values: Any, _at: datetime) -> list[Signal]:
        self.asked.append(values["limit"])
        return self.signals

    def judge(self, _warned: Warned, _at: datetime) -> bool | None:
        if isinstance(self.was_right, NeverKnown):
            raise self.was_right
        return self.was_right


def signal_of(product: Product, owner: User, many: int = 7) -> Signal:
    return Signal(
        subject_id=product.pk,
        product_id=product.pk,
        owner_id=owner.pk,
        probability=70,
        impact_days=5,
        evidence={"many": many},
    )
