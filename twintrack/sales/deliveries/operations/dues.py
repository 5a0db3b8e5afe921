"""Which instalments of a contract become due, or do not after all, by what happens here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import Instalment
from twintrack.sales.contracts.received import standing_of
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.queries.accepting import WAITED_FOR, list_waiting_instalments


class InstalmentElsewhere(Refusal):
    """An instalment does not wait for this."""

    message = _("An instalment that you chose does not wait for this delivery.")
    status = 422


def reach(
    delivery: Delivery,
    instalment_ids: Collection[int],
    *,
    on: date,
    triggers: Sequence[Trigger] = WAITED_FOR,
    by: User,
    at: datetime,
) -> list[int]:
    """
    Let the chosen instalments be due from a day on; gives their ids.

    :raises InstalmentElsewhere: if one does not wait for that.
    """
    waiting = {each.pk: each for each in list_waiting_instalments(delivery, triggers=triggers)}
    if not set(instalment_ids) <= set(waiting):
        raise InstalmentElsewhere
    for trigger in triggers:
        chosen = [pk for pk in instalment_ids if waiting[pk].trigger == trigger]
        if chosen and delivery.contract is not None:
            contracts.reach_due(
                contract=delivery.contract,
                trigger=trigger,
                on=on,
                instalment_ids=chosen,
                by=by,
                at=at,
            )
    return sorted(set(instalment_ids))


def unreach(
    delivery: Delivery, instalment_ids: Collection[int], *, by: User, at: datetime
) -> tuple[list[int], list[int]]:
    """Let instalments wait again; those that were invoiced or paid stay due. Gives both ids."""
    standing = standing_of(instalment_ids)
    rows = Instalment.objects.filter(pk__in=instalment_ids, reached_on__isnull=False)
    if delivery.contract is None or not delivery.contract.is_binding:
        return [], sorted(instalment_ids)
    back = [each for each in rows if not (each.pk in standing and standing[each.pk].least)]
    for trigger in WAITED_FOR:
        chosen = [each.pk for each in back if each.trigger == trigger]
        if chosen:
            contracts.unreach_due(
                contract=delivery.contract,
                trigger=trigger,
                instalment_ids=chosen,
                by=by,
                at=at,
            )
    given_back = sorted(each.pk for each in back)
    return given_back, sorted(set(instalment_ids) - set(given_back))
