"""Cost against quote: the panel of a delivery, its page with the rows below, and its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.risks.queries import list_raised_about
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import queries
from twintrack.sales.delivery_costs.books import Book, open_book
from twintrack.sales.delivery_costs.costing import cost_expenses
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.views.changes import may_write
from twintrack.ui.charts import Chart, Course, lines
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer

PANEL = "delivery_costs/costs_panel.html"
WARNINGS = "delivery_costs/warnings.html"
PAGE = "delivery_costs/delivery_costs.html"
IN_PANEL = 5
WEEK = timedelta(days=7)
MOST_WEEKS = 104


def chart_of(book: Book, today: date) -> Chart:
    """Draw what was spent until each week against the budget."""
    mondays = sorted(book.weeks)
    last = max([*mondays[-1:], today - timedelta(days=today.weekday())])
    first = max(mondays[0], last - MOST_WEEKS * WEEK) if mondays else last
    days = [first + WEEK * n for n in range((last - first).days // 7 + 1)] if mondays else []
    spent, sums = Decimal(0), []
    spent = sum((book.weeks[each] for each in mondays if each < first), spent)
    for each in days:
        spent += book.weeks.get(each, Decimal(0))
        sums.append(float(spent))
    budget = book.outlook.budget
    return lines(
        title=_("Cost by week"),
        hint=_("Spent until each week, in %(currency)s") % {"currency": book.currency},
        days=days,
        courses=[Course(label=_("Spent"), values=sums)],
        target=float(budget) if budget is not None else None,
        decimals=0,
        height=150,
        empty_text=_("Nothing has been spent yet."),
    )


def _shown(request: Request, delivery: Delivery) -> dict[str, Any]:
    sees_costs = queries.sees_costs_of(request.user)
    changes = list(queries.list_changes(for_user=request.user, delivery=delivery)[: IN_PANEL + 1])
    early = queries.list_begun_early(changes)
    today = timezone.localdate()
    shown: dict[str, Any] = {
        "delivery": delivery,
        "sees_costs": sees_costs,
        "may_lead": queries.leads(delivery, request.user),
        "may_write": may_write(request.user) and delivery.is_open,
        "may_spend": may(request.user, Act.SEE_DELIVERIES) and delivery.is_open,
        "changes": changes[:IN_PANEL],
        "early": early,
    }
    if sees_costs:
        book = open_book(delivery, on=today)
        shown |= {"book": book, "outlook": book.outlook, "chart": chart_of(book, today)}
    return shown


@panel(PANEL)
def delivery_costs(request: Request, number: str) -> dict[str, Any]:
    """Show what a delivery costs against what was quoted, its change requests and warnings."""
    check_may(request.user, Act.SEE_DELIVERIES)
    return _shown(request, get_delivery(number, for_user=request.user))


@panel(WARNINGS)
def delivery_warnings(request: Request, number: str) -> dict[str, Any]:
    """Show what early warning raised about a delivery."""
    check_may(request.user, Act.SEE_DELIVERIES)
    delivery = get_delivery(number, for_user=request.user)
    raised = list_raised_about("delivery", [delivery.pk], for_user=request.user)
    return {"delivery": delivery, "warnings": raised}


@login_required
@require_GET
def costs_page(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SEE_COSTS)
    delivery = get_delivery(number, for_user=request.user)
    expenses = list(queries.list_expenses(for_user=request.user, delivery=delivery)[:200])
    shown = _shown(request, delivery) | {
        "expenses": cost_expenses(delivery, expenses),
        "all_changes": queries.list_changes(for_user=request.user, delivery=delivery),
        "export_url": reverse("delivery-costs-export", args=[number]),
    }
    return render_page(request, PAGE, shown, regions=("costs",))


@login_required
@require_GET
def costs_export(request: Request, number: str) -> StreamingHttpResponse:
    """Send the rows of cost by task, and the expenses, as a file for a spreadsheet."""
    check_may(request.user, Act.SEE_COSTS)
    delivery = get_delivery(number, for_user=request.user)
    book = open_book(delivery, on=timezone.localdate())
    expenses = list(queries.list_expenses(for_user=request.user, delivery=delivery)[:10_000])
    heads = [
        _("Row"),
        _("Spent on what"),
        _("Day"),
        _("Hours worked"),
        _("Remaining"),
        _("Cost"),
        _("State"),
    ]
    rows = _rows(book, cost_expenses(delivery, expenses))
    return csv_answer(f"{number}-costs", [*heads, _("Currency")], rows)


def _rows(book: Book, expenses: list[Any]) -> Iterator[list[Any]]:
    for each in book.tasks:
        yield [
            _("Task"),
            each.task.name,
            "",
            written_hours(each.spent),
            written_hours(each.remaining),
            each.cost,
            each.task.get_state_display(),
            book.currency,
        ]
    for found in expenses:
        row = found.row
        yield [
            row.get_kind_display(),
            f"{row.number} {row.what}",
            row.day.isoformat(),
            "",
            "",
            "" if found.cost is None else found.cost,
            row.get_state_display(),
            book.currency,
        ]
