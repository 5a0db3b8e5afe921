"""Quotes: when they were sent, accepted and signed, and what was sold for how much."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

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
from twintrack.sales.contracts.models import Contract
from twintrack.sales.kpis.sources.deals import products_of
from twintrack.sales.kpis.sources.worth import Rates
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes.clock import Clock
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import Quote, QuoteVersion
from twintrack.sales.quotes.queries.clocks import clocks_of


def _every() -> Changed:
    return Changed(months_in(Quote.objects.all(), "created_at"))


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("quote")):
        months |= months_in(Quote.objects.filter(pk__in=ids), "created_at")
    # A contract that was signed ends the clock of the quote that it came of.
    for ids in in_turns(news.ids("contract")):
        versions = Contract.objects.filter(pk__in=ids).values("quote_version")
        months |= months_in(Quote.objects.filter(versions__in=versions), "created_at")
    return Changed(months)


def _rows(month: str) -> Rows:
    start, end = span(month)
    quotes = Quote.objects.filter(created_at__gte=start, created_at__lt=end)
    named = list(
        quotes.order_by("pk").values_list("pk", "created_at", "owner", "customer", "opportunity")
    )
    clocks: dict[int, Clock] = {}
    for ids in in_turns([row[0] for row in named]):
        clocks |= clocks_of(ids, now=end)
    products = products_of(Opportunity.objects.filter(pk__in=quotes.values("opportunity")))
    sold = _sold(quotes)
    rows = []
    for pk, created, owner, customer, opportunity in named:
        clock = clocks[pk]
        sent, accepted = clock.first_sent_at, clock.accepted_at
        ended = clock.signed_at or accepted
        rows.append(
            (
                *(pk, local(created), products.get(opportunity, []), owner, customer),
                *(local(each) if each else None for each in (sent, accepted, ended)),
                *sold.get(pk, (None, None, None, None)),
            )
        )
    return {"offers": rows}


def _sold(quotes: Any) -> dict[int, tuple[float | None, ...]]:
    rates, today = Rates(), timezone.localdate()
    accepted = QuoteVersion.objects.filter(quote__in=quotes, state=QuoteState.ACCEPTED)
    found = {}
    for quote, currency, on, *amounts in accepted.values_list(
        "quote", "currency", "accepted_on", "at_list", "discounted", "net", "cost"
    ):
        found[quote] = tuple(
            None if each is None else rates.worth(each, currency, on or today) for each in amounts
        )
    return found


OFFERS = Source("offers", ("offers",), ("quote", "contract"), _changed, _every, _rows)
