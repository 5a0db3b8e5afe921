"""Deliveries: listed, begun, led, planned anew, brought to an end."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Limit, Page, referring
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.contracts.queries import get_contract
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.api.router import router
from twintrack.sales.deliveries.api.shapes import (
    CustomerDeliveryOut,
    DeliveryBody,
    DeliveryDueBody,
    DeliveryLeadBody,
    DeliveryMemberBody,
    DeliveryNameBody,
    DeliveryPlanOut,
    DeliveryStateBody,
    one,
    who,
)
from twintrack.sales.deliveries.models import Delivery
from twintrack.ui.paging import KeyPage, key_page


@router.get("/deliveries", response=Page[CustomerDeliveryOut], summary=_("List deliveries"))
def list_deliveries(
    request: ApiRequest,
    *,
    state: str = "",
    customer: str = "",
    contract: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Delivery]:
    """List deliveries, the newest first; `state` may also be `open`, `late` or `waiting`."""
    user = request.user
    check_may(user, Act.SEE_DELIVERIES)
    with referring("customer"):
        whose = get_customer(customer, for_user=user) if customer else None
    with referring("contract"):
        of = get_contract(contract, for_user=user) if contract else None
    wanted = queries.Wanted(state=state, customer=whose, contract=of)
    rows = queries.list_deliveries(for_user=user, wanted=wanted, today=timezone.localdate())
    page = key_page(rows, order=("-pk",), after=after, size=limit)
    queries.expect(page.items, today=timezone.localdate())
    return page


@router.post("/deliveries", response={201: DeliveryPlanOut}, summary=_("Begin a delivery"))
def begin_delivery(request: ApiRequest, body: DeliveryBody) -> Delivery:
    user = request.user
    with referring("customer"):
        customer = get_customer(body.customer, for_user=user)
    with referring("product"):
        product = get_product(body.product, for_user=user)
    with referring("contract"):
        contract = get_contract(body.contract, for_user=user) if body.contract else None
    with referring("template_id"):
        template = queries.get_template(body.template_id) if body.template_id else None
    members: dict[str, User] = {}
    with referring("members"):
        for each in body.members:
            members[each.role] = get_person(each.person_id)
    with referring("lead_id"):
        lead = get_person(body.lead_id) if body.lead_id else None
    details = operations.BeginDetails(
        name=body.name,
        customer=customer,
        product=product,
        start_on=body.start_on,
        contract=contract,
        reason=body.reason,
        template=template,
        due_on=body.due_on,
        lead=lead,
        members=members,
    )
    delivery = operations.begin(details=details, **who(request))
    return one(request, delivery.number)


@router.get("/deliveries/{number}", response=DeliveryPlanOut, summary=_("Read a delivery"))
def read_delivery(request: ApiRequest, number: str) -> Delivery:
    return one(request, number)


@router.post(
    "/deliveries/{number}/name",
    response=CustomerDeliveryOut,
    summary=_("Call a delivery otherwise"),
)
def rename_delivery(request: ApiRequest, number: str, body: DeliveryNameBody) -> Delivery:
    operations.rename(delivery=one(request, number), **body.model_dump(), **who(request))
    return one(request, number)


@router.post(
    "/deliveries/{number}/lead",
    response=CustomerDeliveryOut,
    summary=_("Let somebody else lead a delivery"),
)
def lead_delivery(request: ApiRequest, number: str, body: DeliveryLeadBody) -> Delivery:
    with referring("person_id"):
        to = get_person(body.person_id)
    operations.give_lead(delivery=one(request, number), to=to, **who(request))
    return one(request, number)


@router.post(
    "/deliveries/{number}/members",
    response=DeliveryPlanOut,
    summary=_("Let somebody do the work of a role in a delivery"),
)
def set_delivery_member(request: ApiRequest, number: str, body: DeliveryMemberBody) -> Delivery:
    with referring("person_id"):
        person = get_person(body.person_id)
    delivery = one(request, number)
    operations.set_member(delivery=delivery, role=body.role, person=person, **who(request))
    return one(request, number)


@router.post(
    "/deliveries/{number}/due",
    response=DeliveryPlanOut,
    summary=_("Plan a delivery to be finished on another day"),
)
def replan_delivery(request: ApiRequest, number: str, body: DeliveryDueBody) -> Delivery:
    operations.replan(delivery=one(request, number), **body.model_dump(), **who(request))
    return one(request, number)


@router.post(
    "/deliveries/{number}/state",
    response=CustomerDeliveryOut,
    summary=_("Put a delivery on hold, complete, cancel or take it up again"),
)
def move_delivery(request: ApiRequest, number: str, body: DeliveryStateBody) -> Delivery:
    delivery, to = one(request, number), ProjectState(body.state)
    operations.move(delivery=delivery, to=to, reason=body.reason, **who(request))
    return one(request, number)
