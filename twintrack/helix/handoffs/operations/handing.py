"""Hand feedback over to R&D: behind a requirement that stands there, or behind a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff
from twintrack.helix.handoffs.operations.placing import Case, place_all
from twintrack.hub.products.models import Product
from twintrack.sales.feedback.lifecycle import SET_ASIDE
from twintrack.sales.feedback.models import Feedback


class SetAside(Refusal):
    """What is withdrawn, or repeats other feedback, is nothing to build."""

    message = _("This feedback is withdrawn or repeats another. Take that back first.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Feedback to hand over for one of its products, by default the first, and what asked it."""

    feedback: Feedback
    product: Product | None = None
    at: datetime
    caused_by: Entry | None = None

    def to_case(self, held: Feedback) -> Case:
        """Give what has to be placed; `held` is the feedback as nobody else changes it now."""
        return Case(
            feedback=held,
            product=self.product or held.product,
            at=self.at,
            caused_by=self.caused_by,
        )


@transaction.atomic
def hand_over(
    *,
    feedback: Feedback,
    product: Product | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Handoff:
    """
    Put what a customer said behind a requirement; asked again, give the handoff made before.

    Behind one that stands there, if it is the same surely enough; else behind a new one, and
    those that may be the same are proposed. `product` is one of several it is about.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SetAside: if it is withdrawn or repeats another.
    """
    asked = Asked(feedback=feedback, product=product, at=at, caused_by=caused_by)
    [handoff] = hand_over_all(asked=[asked], by=by, at=at)
    if handoff is None:
        raise SetAside
    return handoff


@transaction.atomic
def hand_over_all(*, asked: Sequence[Asked], by: User, at: datetime) -> list[Handoff | None]:
    """
    Hand over many pieces of feedback in their order, each as `hand_over` does one.

    Each finds the requirements that were made of those before it. For what is withdrawn or
    repeats another there is nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    # Locked first: whoever else hands it over waits here, and then finds it done.
    rows = Feedback.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "product", "module"
    )
    held = rows.order_by("pk").in_bulk([each.feedback.pk for each in asked])
    made = {
        (each.feedback_id, each.product_id): each
        for each in Handoff.objects.filter(feedback__in=held)
    }
    cases = [each.to_case(held[each.feedback.pk]) for each in asked]
    new = {
        case.key: case
        for case in cases
        if case.key not in made and case.feedback.state not in SET_ASIDE
    }
    if new:
        made |= zip(new, place_all(list(new.values()), by=by, at=at), strict=True)
    return [made.get(case.key) for case in cases]
