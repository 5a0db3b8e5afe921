"""A world that one early warning rule looks at, and what it sees there."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.risks.rules import Signal


class World:
    """What the one rule of these tests sees; about products, as they are at hand."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self.was_right: bool | None = None
        self.asked: list[Decimal] = []

    def find(self, values: Any, _at: datetime) -> list[Signal]:
        self.asked.append(values["limit"])
        return self.signals


def signal_of(product: Product, owner: User, many: int = 7) -> Signal:
    return Signal(
        subject_id=product.pk,
        product_id=product.pk,
        owner_id=owner.pk,
        probability=70,
        impact_days=5,
        evidence={"many": many},
    )
