"""Deliveries, begun and gone on with over the same operations as people."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries import operations
from twintrack.sales.deliveries.models import Delivery, DeliveryTask, DeliveryTemplate
from twintrack.sales.deliveries.operations import BeginDetails, TaskDetails
from twintrack.sales.deliveries.plans import (
    Plan,
    PlannedDeliverable,
    PlannedTask,
    Words,
    write_plan,
)

# A Tuesday, in the afternoon of Shanghai; the day after it work begins.
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
START = date(2026, 11, 25)


def make_plan() -> Plan:
    """Give a plan of a briefing of two days, five days of installing, and one thing to accept."""
    return Plan(
        phases=(Words(zh="准备", en="Preparation"), Words(zh="安装", en="Installation")),
        tasks=(
            PlannedTask(name=Words(zh="交底", en="Briefing"), phase=0, role="presales", days=2),
            PlannedTask(
                name=Words(zh="安装", en="Install"),
                phase=1,
                role="implementer",
                days=5,
                hours=Decimal(40),
                after=(0,),
            ),
        ),
        deliverables=(
            PlannedDeliverable(
                name=Words(zh="系统", en="System"),
                phase=1,
                criteria=(
                    Words(zh="运行 72 小时", en="72 hours without a stop"),
                    Words(zh="3 人受训", en="3 people trained"),
                ),
            ),
        ),
    )


def make_template(plan: Plan | None = None, **over: object) -> DeliveryTemplate:
    content = write_plan(plan or make_plan())
    fields: dict[str, object] = {"name_zh": "模板", "name_en": "Template", "content": content}
    template: DeliveryTemplate = DeliveryTemplate.objects.create(**fields | over)
    return template


def make_delivery(
    *, by: User | None = None, at: datetime = AT, with_plan: bool = True, **over: object
) -> Delivery:
    """Begin a delivery without a contract, by a template unless without plan."""
    contract = over.get("contract")
    given: dict[str, object] = {
        "name": "Six lines",
        "start_on": START,
        "reason": "" if contract else "A trial",
    } | over
    if "customer" not in given:
        given["customer"] = contract.customer if contract else make_customer()  # type: ignore[attr-defined]
    if "product" not in given:
        given["product"] = make_product()
    if with_plan and "template" not in given:
        given["template"] = make_template()
    by = by or make_user(Role.IMPLEMENTER)
    return operations.begin(details=BeginDetails(**given), by=by, at=at)  # type: ignore[arg-type]


def make_task(delivery: Delivery, **over: object) -> DeliveryTask:
    given: dict[str, object] = {
        "name": "Cables",
        "start_on": START,
        "finish_on": START,
    } | over
    by = make_user(Role.IMPLEMENTER)
    return operations.add_task(
        delivery=delivery,
        details=TaskDetails(**given),  # type: ignore[arg-type]
        by=by,
        at=AT,
    )
