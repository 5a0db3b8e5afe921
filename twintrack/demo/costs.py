"""What two deliveries cost: one beyond its budget, one with a change that the customer signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.hub.scheduling.working_days import is_working_day
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs import operations
from twintrack.sales.delivery_costs.lifecycle import ChangeState, ExpenseState
from twintrack.sales.delivery_costs.models import ChangeRequest, HourEntry
from twintrack.sales.delivery_costs.operations import ChangeDetails, ExpenseDetails, Signed

RATES = (("presales", 180), ("implementer", 160), ("csm", 140), ("engineer", 190))
STILL = 8 * 60


@dataclass(frozen=True)
class Spent:
    """An expense: of which delivery, days ago, what for, how much, by whom."""

    customer: str
    ago: int
    kind: str
    what: tuple[str, str]
    amount: int
    who: str
    supplier: tuple[str, str] | None = None
    is_ordered: bool = False


@dataclass(frozen=True)
class Wish:
    """A change request, drafted and offered; `places` are those of its tasks."""

    customer: str
    ago: int
    title: tuple[str, str]
    why: tuple[str, str]
    price: int
    cost: int
    days: int
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stint:
    """What somebody worked on a task: from and to days ago, and minutes a day."""

    place: int
    who: str
    first: int
    last: int
    minutes: int


# What was worked on which delivery.
OVER = ("boya", (
    Stint(0, "luo", 50, 49, 240), Stint(1, "wang", 48, 44, 360), Stint(2, "wang", 43, 30, 270),
    Stint(3, "wang", 29, 24, 300), Stint(4, "wang", 22, 20, 360), Stint(4, "wang", 10, 8, 240),
))  # fmt: skip
CHANGED = ("tianhan", (
    Stint(0, "luo", 18, 17, 240), Stint(1, "wang", 16, 13, 300), Stint(2, "wang", 12, 11, 240),
    Stint(3, "wang", 7, 6, 360),
))  # fmt: skip
BUDGET = (
    20000,
    "参照以往远程开通的实际工时",
    "Reckoned from the hours of earlier deliveries online",
)
EXPENSES = (
    Spent("boya", 28, "travel", ("高铁往返与市内交通", "Train and taxis"), 860, "wang"),
    Spent("boya", 23, "lodging", ("验收住宿 4 晚", "Four nights for the acceptance"), 2760, "wang"),
    Spent(
        "tianhan",
        6,
        "service",
        ("吊装与就位", "Rigging and placing"),
        6800,
        "wang",
        supplier=("甬力吊装", "Yongli Rigging"),
        is_ordered=True,
    ),
    Spent("tianhan", 2, "travel", ("赴现场交底差旅", "Journey to the briefing"), 1480, "luo"),
)
WISHES = (
    Wish(
        "boya",
        40,
        ("补做三年历史数据迁移", "Bring three years of history over"),
        ("客户要求报表能对比往年", "Reports are to compare with the years before"),
        price=12000,
        cost=5200,
        days=3,
        places=(2,),
    ),
    Wish(
        "tianhan",
        9,
        ("增加第二台收卷机张力回路", "Tension loop for a second winder"),
        ("客户新购一台收卷机，要求同期投运", "They bought a second winder to start with it"),
        price=38000,
        cost=21000,
        days=4,
    ),
)
ACCEPTED_BY = ("设备部 田主任", "Mr Tian, equipment")


def follow(cast: Cast) -> None:
    """Write into the diary what deliveries cost, and what customers want beside."""
    diary = cast.diary
    diary.on(BEGINNING - 3, 14, partial(_set_rates, cast))
    for customer, stints in (OVER, CHANGED):
        for stint in stints:
            act = partial(_work, cast, customer, stint)
            diary.on(stint.last, 18, act, key=f"{customer}-{stint.place}")
    diary.on(8, 18.5, partial(_say_remaining, cast))
    diary.on(48, 10.5, partial(_set_budget, cast))
    for spent in EXPENSES:
        diary.on(spent.ago, 17.5, partial(_spend, cast, spent), key=str(spent.ago))
    for wish in WISHES:
        diary.on(wish.ago, 9.5, partial(_draft, cast, wish))
    diary.on(5, 9.2, partial(_confirm, cast))
    diary.on(4, 16.5, partial(_accept, cast))


def _set_rates(cast: Cast, at: datetime) -> None:
    since = timezone.localdate(at)
    for role, amount in RATES:
        operations.set_rate(
            role=role,
            amount=Decimal(amount),
            currency="CNY",
            since=since,
            by=cast.staff["sun"],
            at=at,
        )
    operations.set_limit(amount=Decimal(1000), since=since, by=cast.staff["sun"], at=at)


def _delivery(cast: Cast, customer: str) -> Delivery:
    rows = Delivery.objects.filter(customer=cast.customers[customer])
    found: Delivery = rows.select_related("project__owner", "contract").earliest("pk")
    return found


def _task(delivery: Delivery, place: int) -> DeliveryTask:
    tasks = list(delivery.tasks.order_by("position", "pk"))
    task = tasks[min(place, len(tasks) - 1)]
    task.delivery = delivery
    return task


def _days(cast: Cast, first: int, last: int, until: date) -> Iterator[date]:
    days = (cast.diary.day(-ago) for ago in range(first, last - 1, -1))
    yield from (day for day in days if is_working_day(day) and day <= until)


def _work(cast: Cast, customer: str, stint: Stint, at: datetime) -> None:
    by, task = cast.staff[stint.who], _task(_delivery(cast, customer), stint.place)
    for day in _days(cast, stint.first, stint.last, timezone.localdate(at)):
        operations.write_hours(task=task, day=day, minutes=stint.minutes, by=by, at=at)


def _say_remaining(cast: Cast, at: datetime) -> None:
    task = _task(_delivery(cast, OVER[0]), 4)
    operations.say_remaining(task=task, minutes=STILL, by=cast.staff["wang"], at=at)


def _confirm(cast: Cast, at: datetime) -> None:
    """Confirm the weeks that lie some time back: the lead those of others, the manager his."""
    long_ago = timezone.localdate(at) - timedelta(days=9)
    rows = HourEntry.objects.filter(day__lte=long_ago).order_by("day", "pk")
    weeks = {
        (each.delivery_id, each.person_id, each.day - timedelta(days=each.day.weekday())): each
        for each in rows.select_related("delivery__project__owner", "person")
    }
    for (_delivery, person, monday), entry in weeks.items():
        lead = entry.delivery.owner
        by = cast.staff["sun"] if person == lead.pk else lead
        operations.confirm_week(
            delivery=entry.delivery, person=entry.person, on=monday, by=by, at=at
        )


def _set_budget(cast: Cast, at: datetime) -> None:
    amount, *why = BUDGET
    delivery = _delivery(cast, OVER[0])
    operations.set_budget(
        delivery=delivery,
        amount=Decimal(amount),
        reason=cast.teller.of(why),
        by=delivery.owner,
        at=at,
    )


def _spend(cast: Cast, spent: Spent, at: datetime) -> None:
    details = ExpenseDetails(
        kind=spent.kind,
        what=cast.teller.of(spent.what),
        supplier=cast.teller.of(spent.supplier) if spent.supplier else "",
        day=timezone.localdate(at),
        amount=Decimal(spent.amount),
        currency="CNY",
        is_ordered=spent.is_ordered,
    )
    by = cast.staff[spent.who]
    expense = operations.record_expense(
        delivery=_delivery(cast, spent.customer), details=details, by=by, at=at
    )
    if expense.state == ExpenseState.WAITING and spent.who == "wang":
        operations.decide_expense(
            expense=expense, to=ExpenseState.APPROVED, by=cast.staff["sun"], at=at
        )


def _draft(cast: Cast, wish: Wish, at: datetime) -> None:
    delivery = _delivery(cast, wish.customer)
    details = ChangeDetails(
        title=cast.teller.of(wish.title),
        why=cast.teller.of(wish.why),
        asked_by="customer",
        price=Decimal(wish.price),
        cost=Decimal(wish.cost),
        days=wish.days,
        tasks=[_task(delivery, place) for place in wish.places],
    )
    by = delivery.owner
    change = operations.draft_change(delivery=delivery, details=details, by=by, at=at)
    operations.move_change(change=change, to=ChangeState.OFFERED, by=by, at=at)


def _accept(cast: Cast, at: datetime) -> None:
    delivery = _delivery(cast, CHANGED[0])
    change = ChangeRequest.objects.get(delivery=delivery)
    signed = Signed(on=timezone.localdate(at), by_them=cast.teller.of(ACCEPTED_BY))
    operations.accept_change(change=change, signed=signed, by=delivery.owner, at=at)
