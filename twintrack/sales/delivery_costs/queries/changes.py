"""Change requests, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.lifecycle import ChangeState
from twintrack.sales.delivery_costs.models import ChangeRequest, HourEntry

RELATED = (
    *("delivery__project__owner", "delivery__project__product", "delivery__customer"),
    *("delivery__contract", "created_by", "decided_by", "amendment__contract"),
)


def list_changes(
    *, for_user: User, delivery: Delivery | None = None, state: str = ""
) -> QuerySet[ChangeRequest]:
    """List change requests, the newest first."""
    rows: QuerySet[ChangeRequest] = ChangeRequest.objects.visible_to(for_user)
    if delivery is not None:
        rows = rows.filter(delivery=delivery)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*RELATED).order_by("-pk")


def get_change(number: str, *, for_user: User) -> ChangeRequest:
    """
    Find a change request by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_changes(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_begun_early(changes: Collection[ChangeRequest]) -> dict[int, int]:
    """Give by change request that nobody accepted how many minutes were worked for it, if any."""
    waiting = [each.pk for each in changes if each.state != ChangeState.ACCEPTED]
    links = ChangeRequest.tasks.through.objects.filter(changerequest__in=waiting)
    of: dict[int, list[int]] = {}
    for change, task in links.values_list("changerequest_id", "deliverytask_id"):
        of.setdefault(change, []).append(task)
    tasks = {each for found in of.values() for each in found}
    if not tasks:
        return {}
    rows = HourEntry.objects.filter(task__in=tasks).order_by().values_list("task")
    worked = dict(rows.annotate(sum=Sum("minutes")))
    begun = DeliveryTask.objects.filter(pk__in=tasks).filter(
        Q(state__in=(TaskState.DOING, TaskState.DONE)) | Q(started_on__isnull=False)
    )
    started = set(begun.values_list("pk", flat=True))
    return {
        change: sum(worked.get(each, 0) for each in found)
        for change, found in of.items()
        if any(worked.get(each) or each in started for each in found)
    }


def why_no_amendment(change: ChangeRequest) -> str | Promise:
    """Say why the contract cannot take a change request up; nothing where it can."""
    contract = change.delivery.contract
    if change.amendment_id is not None:
        return _("It stands in an amendment already.")
    if not change.price:
        return _("It costs the customer nothing, so nothing is written into the contract.")
    if contract is None:
        return _("This delivery has no contract that could be amended.")
    if not contract.is_binding:
        return _("The contract is not signed, or has ended: write the price into it by hand.")
    if contract.currency != change.currency:
        return _("The contract is in another currency: write the price into it by hand.")
    return ""
