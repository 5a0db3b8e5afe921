"""
Where the money of deliveries stands, live: nothing of it is kept, all is reckoned from its rows.

How, `arithmetic` says. For any number of deliveries the same few questions are asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from twintrack.foundation.money.queries import Worths, read_worths
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.arithmetic import (
    HOUR,
    NOTHING,
    Outlook,
    Rate,
    RateBook,
    remaining_minutes,
    turned,
)
from twintrack.sales.delivery_costs.lifecycle import COMMITTED, ChangeState, ExpenseState
from twintrack.sales.delivery_costs.models import (
    ChangeRequest,
    DeliveryBudget,
    Expense,
    HourEntry,
    TaskRemaining,
)
from twintrack.sales.delivery_costs.queries.budgets import (
    BudgetLine,
    Quoted,
    currency_of,
    goods_cost,
    read_quoted,
    work_budget,
)
from twintrack.sales.delivery_costs.queries.rates import read_rates


@dataclass(kw_only=True)
class TaskBook:
    """One task: how long it was to take, took, and still takes, in minutes; and what that costs."""

    task: DeliveryTask
    estimated: int = 0
    spent: int = 0
    remaining: int = 0
    is_said: bool = False
    cost: Decimal = NOTHING
    to_go: Decimal = NOTHING

    @property
    def variance(self) -> int:
        """How much longer than estimated it will have taken, in minutes."""
        return self.spent + self.remaining - self.estimated


@dataclass(kw_only=True)
class Book:
    """
    The money of one delivery.

    `source` says where the budget comes from: quote, hand, or nowhere. `unrated` names roles whose
    hours cost nothing because nobody set a rate, `missing` currencies without an exchange rate.
    """

    delivery: Delivery
    currency: str
    source: str = ""
    hand: DeliveryBudget | None = None
    lines: list[BudgetLine] = field(default_factory=list)
    changes: list[ChangeRequest] = field(default_factory=list)
    tasks: list[TaskBook] = field(default_factory=list)
    weeks: dict[date, Decimal] = field(default_factory=dict)
    unrated: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    base_budget: Decimal | None = None
    base_revenue: Decimal | None = None
    goods: Decimal = NOTHING
    hours_cost: Decimal = NOTHING
    expenses: Decimal = NOTHING
    committed: Decimal = NOTHING

    @property
    def minutes(self) -> int:
        return sum(each.spent for each in self.tasks)

    @property
    def remaining(self) -> int:
        return sum(each.remaining for each in self.tasks)

    @property
    def changes_cost(self) -> Decimal:
        return sum((each.cost for each in self.changes), NOTHING)

    @property
    def changes_price(self) -> Decimal:
        return sum((each.price for each in self.changes), NOTHING)

    @property
    def is_whole(self) -> bool:
        """Say whether everything that was written could be reckoned."""
        return not self.unrated and not self.missing

    @property
    def outlook(self) -> Outlook:
        def raised(base: Decimal | None, by: Decimal) -> Decimal | None:
            return None if base is None else base + by

        return Outlook(
            currency=self.currency,
            revenue=raised(self.base_revenue, self.changes_price),
            goods=self.goods,
            budget=raised(self.base_budget, self.changes_cost),
            hours_cost=self.hours_cost,
            expenses=self.expenses,
            committed=self.committed,
            to_go=sum((each.to_go for each in self.tasks), NOTHING),
        )


def open_book(delivery: Delivery, *, on: date) -> Book:
    """Reckon where the money of a delivery stands on a day, whoever asks."""
    return open_books([delivery], on=on)[delivery.pk]


def open_books(deliveries: Collection[Delivery], *, on: date) -> dict[int, Book]:
    """Reckon where the money of deliveries stands on a day, by their ids, whoever asks."""
    books = {each.pk: Book(delivery=each, currency=currency_of(each)) for each in deliveries}
    if not books:
        return books
    quoted = read_quoted(deliveries)
    _budgets(books, quoted)
    rates = read_rates()
    expenses = list(
        Expense.objects.filter(delivery__in=books, state__in=(*COMMITTED, ExpenseState.APPROVED))
        .order_by("pk")
        .values_list("delivery_id", "state", "day", "amount", "currency")
    )
    currencies = {each.currency for each in books.values()} | rates.currencies()
    worths = read_worths(currencies | {row[4] for row in expenses})
    _tasks(books, _Reckoner(rates, worths), on)
    for delivery, state, day, amount, currency in expenses:
        book = books[delivery]
        cost = in_currency(amount, currency, book.currency, worths, day)
        if cost is None:
            book.missing.add(currency)
        elif state == ExpenseState.APPROVED:
            book.expenses += cost
            _in_week(book, day, cost)
        else:
            book.committed += cost
    return books


def _budgets(books: dict[int, Book], quoted: Quoted) -> None:
    for hand in (
        DeliveryBudget.objects.filter(delivery__in=books).select_related("set_by").order_by("pk")
    ):
        books[hand.delivery_id].hand = hand
    accepted = ChangeRequest.objects.filter(delivery__in=books, state=ChangeState.ACCEPTED)
    for change in accepted.order_by("pk"):
        books[change.delivery_id].changes.append(change)
    for book in books.values():
        contract = book.delivery.contract_id or 0
        book.lines = quoted.lines.get(contract, [])
        book.goods = goods_cost(book.lines)
        book.base_revenue = quoted.revenue.get(contract)
        book.base_budget = work_budget(book.lines)
        book.source = "quote" if book.base_budget is not None else ""
        if book.base_budget is None and book.hand is not None:
            book.base_budget, book.source = book.hand.amount, "hand"


@dataclass(frozen=True)
class _Reckoner:
    """Turns minutes of a role on a day into the currency of a delivery."""

    rates: RateBook
    worths: Worths

    def cost(self, book: Book, role: str, day: date, minutes: int) -> Decimal:
        rate = self.rates.on(role, day)
        if not minutes:
            return NOTHING
        if rate is None:
            book.unrated.add(role)
            return NOTHING
        cost = cost_of(rate, minutes, book.currency, self.worths, day)
        if cost is None:
            book.missing.add(rate.currency)
            return NOTHING
        return cost


def _tasks(books: dict[int, Book], reckoner: _Reckoner, on: date) -> None:
    tasks = DeliveryTask.objects.filter(delivery__in=books).select_related("assignee")
    said = dict(
        TaskRemaining.objects.filter(task__delivery__in=books).values_list("task_id", "minutes")
    )
    of: dict[int, TaskBook] = {}
    for task in tasks.order_by("position", "pk"):
        estimated = int(task.hours * HOUR)
        of[task.pk] = TaskBook(task=task, estimated=estimated, is_said=task.pk in said)
        books[task.delivery_id].tasks.append(of[task.pk])
    for delivery, task_id, role, day, minutes in _hours(books):
        book, cost = books[delivery], reckoner.cost(books[delivery], role, day, minutes)
        of[task_id].spent += minutes
        of[task_id].cost += cost
        book.hours_cost += cost
        _in_week(book, day, cost)
    for book in books.values():
        for each in book.tasks:
            each.remaining = remaining_minutes(
                estimated=each.estimated,
                spent=each.spent,
                said=said.get(each.task.pk),
                is_over=not each.task.is_open or not book.delivery.is_open,
            )
            each.to_go = reckoner.cost(book, each.task.role, on, each.remaining)


def _hours(books: Collection[int]) -> Iterator[tuple[int, int, str, date, int]]:
    rows = HourEntry.objects.filter(delivery__in=books).exclude(minutes=0).order_by("pk")
    yield from rows.values_list("delivery_id", "task_id", "role", "day", "minutes")


def cost_of(rate: Rate, minutes: int, into: str, worths: Worths, day: date) -> Decimal | None:
    """Say what minutes at a rate cost in a currency; nothing where there is no exchange rate."""
    if rate.currency == into:
        return turned(rate.amount, times=minutes, by=HOUR, currency=into)
    worth, target = worths.on(rate.currency, day), worths.on(into, day)
    if worth is None or target is None:
        return None
    return turned(rate.amount, times=minutes, by=HOUR, worth=worth, into=target, currency=into)


def in_currency(
    amount: Decimal, currency: str, into: str, worths: Worths, day: date
) -> Decimal | None:
    """Turn an amount of a day into another currency; nothing where there is no rate."""
    if currency == into:
        return amount
    worth, target = worths.on(currency, day), worths.on(into, day)
    if worth is None or target is None:
        return None
    return turned(amount, worth=worth, into=target, currency=into)


def _in_week(book: Book, day: date, cost: Decimal) -> None:
    monday = day - timedelta(days=day.weekday())
    book.weeks[monday] = book.weeks.get(monday, NOTHING) + cost
