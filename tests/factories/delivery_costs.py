"""Hours, expenses and change requests, made over the same operations as people."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.factories.contracts import SIGNED
from tests.factories.deliveries import AT, make_delivery
from tests.factories.people import make_user
from tests.factories.quotes import make_book, make_item, make_quote
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.terms import Part
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs import operations
from twintrack.sales.delivery_costs.models import ChangeRequest, CostRate, Expense, HourEntry
from twintrack.sales.delivery_costs.operations import ChangeDetails, ExpenseDetails, Signed
from twintrack.sales.quotes import operations as quotes
from twintrack.sales.quotes.operations import LineDetails

MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 24)


def set_rate(role: str = "implementer", amount: str = "200", **over: object) -> CostRate:
    given: dict[str, object] = {"since": date(2026, 1, 1), "currency": "CNY"} | over
    by = make_user(Role.SALES_MANAGER)
    return operations.set_rate(role=role, amount=Decimal(amount), by=by, at=AT, **given)  # type: ignore[arg-type]


def make_contract(*, work: str = "10000", goods: str = "600") -> Contract:
    """Sign the contract of a quote: work and goods, each sold for twice what it costs."""
    by = make_user(Role.SALES_MANAGER)
    service = make_item(cost=work, kind="service", unit="person_day", tax_rate=Decimal(6))
    thing = make_item(cost=goods)
    book = make_book(
        {each: {"1": str(Decimal(cost) * 2)} for each, cost in ((service, work), (thing, goods))}
    )
    version = make_quote(by=by, lines=0, book=book)
    for item in (service, thing):
        details = LineDetails(item=item, quantity=Decimal(1))
        quotes.add_line(version=version, details=details, by=by, at=AT)
    version.refresh_from_db()
    quotes.submit(version=version, by=by, at=AT)
    version.refresh_from_db()
    way = quotes.Way(way="handed_over", to="Ms Yu")
    quotes.send(version=version, way=way, letterhead={}, by=by, at=AT)
    quotes.accept(version=version, accepted_by="Ms Yu", accepted_on=TODAY, by=by, at=AT)
    version.refresh_from_db()
    contract = contracts.draft_from_quote(
        version=version, starts_on=TODAY, ends_on=date(2027, 11, 23), by=by, at=AT
    )
    draft = contract.versions.get()
    part = Part(label="All", due_on=date(2027, 2, 1), share=Decimal(100))
    terms = draft.terms
    terms = type(terms)(**{**vars(terms), "schedule": (part,)})
    contracts.write_terms(version=draft, revision=draft.revision, terms=terms, by=by, at=AT)
    draft.refresh_from_db()
    contracts.sign(version=draft, signature=SIGNED, by=by, at=AT)
    contract.refresh_from_db()
    return contract


def make_work(
    *, by: User | None = None, contract: Contract | None = None, hours: str = "40"
) -> tuple[Delivery, DeliveryTask, User]:
    """Begin a delivery with one task; give it, the task, and who leads it and does the task."""
    lead = by or make_user(Role.IMPLEMENTER, name="Lead")
    over: dict[str, object] = {"contract": contract} if contract else {}
    delivery = make_delivery(by=lead, **over)  # type: ignore[arg-type]
    task = delivery.tasks.get(name="Install")
    DeliveryTask.objects.filter(pk=task.pk).update(assignee=lead, hours=Decimal(hours))
    task.refresh_from_db()
    return delivery, task, lead


def write(task: DeliveryTask, by: User, minutes: int = 480, **over: object) -> HourEntry:
    given: dict[str, object] = {"day": TODAY, "at": AT} | over
    found = operations.write_hours(task=task, minutes=minutes, by=by, **given)  # type: ignore[arg-type]
    assert found
    return found


def spend(delivery: Delivery, by: User, amount: str = "300", **over: object) -> Expense:
    given: dict[str, object] = {
        "kind": "travel",
        "what": "Train to Ningbo",
        "day": TODAY,
        "amount": Decimal(amount),
        "currency": "CNY",
    } | over
    details = ExpenseDetails(**given)  # type: ignore[arg-type]
    return operations.record_expense(delivery=delivery, details=details, by=by, at=AT)


def make_change(delivery: Delivery, by: User, **over: object) -> ChangeRequest:
    given: dict[str, object] = {
        "title": "A second line",
        "why": "They bought one more machine",
        "asked_by": "customer",
        "price": Decimal(5000),
        "cost": Decimal(2000),
        "days": 3,
    } | over
    details = ChangeDetails(**given)  # type: ignore[arg-type]
    return operations.draft_change(delivery=delivery, details=details, by=by, at=AT)


def accept(change: ChangeRequest, by: User, at: datetime = AT) -> ChangeRequest:
    operations.move_change(change=change, to="offered", by=by, at=at)
    signed = Signed(on=TODAY, by_them="Ms Yu")
    return operations.accept_change(change=change, signed=signed, by=by, at=at)


LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
