"""Visits with the weeks in which people could make them, and leads with their first answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
)
from twintrack.sales.leads.lifecycle import OPEN, State
from twintrack.sales.leads.models import Lead
from twintrack.sales.visits.lifecycle import HELD
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.progress import monday_of, read_weeks, zone_of
from twintrack.sales.visits.queries import VISITORS

WEEK = timedelta(days=7)


def _mondays(month: str) -> list[date]:
    first = date.fromisoformat(f"{month}-01")
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = (monday + WEEK * turn for turn in range(5))
    return [each for each in mondays if each.month == first.month]


def _around(months: set[str]) -> set[str]:
    """Add the month before: the first days of a month may lie in a week that began in that."""
    firsts = (date.fromisoformat(f"{each}-01") for each in months)
    return months | {f"{each - timedelta(days=1):%Y-%m}" for each in firsts}


def _running() -> set[str]:
    """Name the months whose weeks go on without anybody writing anything."""
    today = timezone.localdate()
    return {f"{day:%Y-%m}" for day in (today, today - 2 * WEEK)}


def _every_visit() -> Changed:
    held = months_in(Visit.objects.filter(state__in=HELD), "held_at")
    if not held:
        return Changed(set())
    first, day = date.fromisoformat(f"{min(held)}-01"), timezone.localdate()
    months = set()
    while day >= first:
        months.add(f"{day:%Y-%m}")
        day = day.replace(day=1) - timedelta(days=1)
    return Changed(_around(held | months))


def _changed_visits(news: News) -> Changed:
    if news.ids("user", "team", "leave", "calendar", "visit_target"):
        return _every_visit()
    months: set[str] = set()
    for ids in in_turns(news.ids("visit")):
        months |= months_in(Visit.objects.filter(pk__in=ids), "held_at")
    today = f"{timezone.localdate():%Y%m%d}"
    if news.mark != int(today):
        months |= _running()
    return Changed(_around(months) if months else set(), mark=int(today))


def _visit_rows(month: str) -> Rows:
    mondays = _mondays(month)
    start, end = (
        datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
        for day in (mondays[0] - WEEK, mondays[-1] + 2 * WEEK)
    )
    held = Visit.objects.filter(state__in=HELD, held_at__gte=start, held_at__lt=end)
    named = held.select_related("owner").prefetch_related("opportunity__products")
    rows: Rows = {"visits": [], "person_weeks": []}
    for visit in named.order_by("pk"):
        assert visit.held_at
        monday = monday_of(visit.held_at.astimezone(zone_of(visit.owner)).date())
        if monday in mondays:
            about = visit.opportunity.products.all() if visit.opportunity else ()
            of = ([each.pk for each in about], visit.owner_id, visit.customer_id)
            rows["visits"].append((visit.pk, datetime.combine(monday, time()), *of))
    people = list(list_people(roles=VISITORS))
    for week in read_weeks(people, mondays[0], mondays[-1]):
        is_here = week.person.joined_at.date() <= week.monday
        if is_here and week.present_days > 0:
            pk, moment = week.person.pk, datetime.combine(week.monday, time())
            rows["person_weeks"].append((pk, moment, [], pk, None, week.target))
    return rows


VISITS = Source(
    "visits",
    ("visits", "person_weeks"),
    ("visit", "user", "team", "leave", "calendar", "visit_target"),
    _changed_visits,
    _every_visit,
    _visit_rows,
)


def _every_lead() -> Changed:
    return Changed(months_in(Lead.objects.all(), "created_at"))


def _changed_leads(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("lead")):
        months |= months_in(Lead.objects.filter(pk__in=ids), "created_at")
    return Changed(months)


def _lead_rows(month: str) -> Rows:
    start, end = span(month)
    leads = Lead.objects.filter(created_at__gte=start, created_at__lt=end)
    through = Lead.products.through.objects.filter(lead__in=leads.order_by().values("pk"))
    products: dict[int, list[int]] = defaultdict(list)
    for pk, product in through.values_list("lead_id", "product_id"):
        products[pk].append(product)
    named = leads.order_by("pk").values_list(
        *("pk", "created_at", "owner", "customer", "due_at", "contacted_at"),
        *("response_minutes", "state"),
    )
    return {
        "new_leads": [
            (
                *(pk, local(created), products.get(pk, []), owner, customer),
                *(local(each) if each else None for each in (due, contacted)),
                *(minutes, state in OPEN, state == State.CONVERTED),
            )
            for pk, created, owner, customer, due, contacted, minutes, state in named.iterator()
        ]
    }


LEADS = Source("leads", ("new_leads",), ("lead",), _changed_leads, _every_lead, _lead_rows)
