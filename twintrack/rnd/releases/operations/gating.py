"""Say what a product's releases must reach at each gate."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.releases.events import GateSet
from twintrack.rnd.releases.gates import find_gate
from twintrack.rnd.releases.models import GateTarget


class GateUnknown(NotThere):
    """There is no such gate."""

    message = _("There is no such gate.")


class GateHasNoTarget(Refusal):
    """A gate that is met or not was given a figure, or one with a figure was given none."""

    message = _("Give a figure of 0 or more where the gate has one, and none where it has none.")
    status = 422


@transaction.atomic
def set_gate(
    *,
    product: Product,
    code: str,
    target: Decimal | None,
    is_on: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> GateTarget:
    """
    Ask for another figure at a gate of a product, or let the gate not count there.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises GateUnknown: if there is no such gate.
    :raises GateHasNoTarget: if the figure does not suit the gate.
    """
    check_may(by, Act.SET_QUALITY_GATES)
    gate = find_gate(code)
    if gate is None:
        raise GateUnknown
    if (target is None) != (gate.target is None) or (target is not None and target < 0):
        raise GateHasNoTarget
    known = (
        GateTarget.objects.select_for_update(no_key=True).filter(product=product, code=code).first()
    )
    before = known or GateTarget(product=product, code=code, target=gate.target)
    came_from = (before.target, before.is_on)
    if came_from == (target, is_on):
        return before
    before.target, before.is_on = target, is_on
    before.save()
    record(
        GateSet(
            product_id=product.pk,
            code=code,
            label=str(gate.label),
            came_from=_written(came_from[0]),
            to=_written(target),
            is_on=is_on,
        ),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return before


def _written(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"
