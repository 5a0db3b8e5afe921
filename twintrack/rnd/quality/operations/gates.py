"""Say what products and modules must keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.quality.events import QualityGateSet
from twintrack.rnd.quality.models import QualityGate
from twintrack.rnd.quality.operations.judging import judge_gates, weigh_blockers
from twintrack.rnd.quality.standings import stand_of

SHARES = ("min_pass_rate", "min_changed_coverage", "max_flaky_share")
LIMITS = (*SHARES, "max_blockers")


class LimitImpossible(Refusal):
    """A share below none or above all."""

    message = _("A share lies between 0 and 100 %.")
    status = 422


class GateElsewhere(Refusal):
    """The module belongs to another product."""

    message = _("This module belongs to another product.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a gate asks for; nothing where it does not ask."""

    min_pass_rate: Decimal | None = None
    min_changed_coverage: Decimal | None = None
    max_flaky_share: Decimal | None = None
    max_blockers: int | None = None


@transaction.atomic
def set_gate(
    *,
    product: Product,
    module: Module | None,
    before: Mapping[str, Any],
    limits: Limits,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QualityGate:
    """
    Set what a product, or one of its modules, must keep; it is judged at once.

    `before` are the limits that the person saw; of a gate that was not there, none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody set another limit in between.
    :raises LimitImpossible: if a share is none.
    :raises GateElsewhere: if the module belongs to another product.
    """
    check_may(by, Act.SET_QUALITY_GATES)
    if module is not None and module.product_id != product.pk:
        raise GateElsewhere
    wanted = asdict(limits)
    if any(wanted[name] is not None and not 0 <= wanted[name] <= 100 for name in SHARES):
        raise LimitImpossible
    # Whoever sets a product's gates does so after whoever came first.
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    gate = QualityGate.objects.filter(product=product, module=module).first()
    current = {name: getattr(gate, name, None) for name in LIMITS}
    to = changes_to_make(
        current=current, before={name: before.get(name) for name in LIMITS}, values=wanted
    )
    if gate is not None and not to:
        return gate
    gate = gate or QualityGate(product=product, module=module)
    for name, value in to.items():
        setattr(gate, name, value)
    gate.set_by, gate.set_at = by, at
    gate.save()
    newest = stand_of(product.pk, until=at).builds
    if newest:
        judge_gates([gate], newest[0], at)
    else:
        weigh_blockers(product, at)
        gate.refresh_from_db(fields=["verdict", "reasons"])
    record(
        QualityGateSet(
            gate_id=gate.pk,
            product_id=product.pk,
            module_id=module.pk if module else None,
            name=str(module or product),
            min_pass_rate=_written(gate.min_pass_rate),
            min_changed_coverage=_written(gate.min_changed_coverage),
            max_flaky_share=_written(gate.max_flaky_share),
            max_blockers=gate.max_blockers,
        ),
        about=gate,
        also=[product],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return gate


def _written(value: Decimal | None) -> str:
    return "" if value is None else str(value)
