"""How long quotes take from the first sending to the customer's word, read from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.sales.quotes.clock import Clock, Step, read_clock
from twintrack.sales.quotes.models import Quote

STEPS = {
    "quote.drafted": Step.BEGUN,
    "quote.submitted": Step.SUBMITTED,
    "quote.approved": Step.RETURNED,
    "quote.sent_back": Step.RETURNED,
    "quote.withdrawn": Step.RETURNED,
    "quote.revised": Step.RETURNED,
    "quote.sent": Step.SENT,
    "quote.declined": Step.ANSWERED,
    "quote.expired": Step.ANSWERED,
    "quote.accepted": Step.ACCEPTED,
}
# Kinds of events by which apps above tell that the contract of a quote was signed.
_signings: set[str] = set()


def register_signing(kind: str) -> None:
    """Name a kind of event that concerns a quote and ends its clock; from an app's `ready`."""
    _signings.add(kind)


def clocks_of(quote_ids: Collection[int], *, now: datetime) -> dict[int, Clock]:
    """Read the clocks of quotes, in two queries."""
    rows = Entry.objects.filter(about_kind="quote", about_id__in=quote_ids, kind__in=STEPS)
    steps: dict[int, list[tuple[datetime, Step]]] = defaultdict(list)
    for pk, kind, at, payload in rows.order_by("happened_at", "pk").values_list(
        "about_id", "kind", "happened_at", "payload"
    ):
        steps[pk].append((at, _step(kind, payload)))
    signed = Subject.objects.filter(
        kind="quote", object_id__in=quote_ids, entry__kind__in=sorted(_signings)
    )
    for pk, at in signed.values_list("object_id", "entry__happened_at"):
        steps[pk].append((at, Step.SIGNED))
    return {pk: read_clock(steps[pk], now=now) for pk in quote_ids}


def clock_of(quote: Quote, *, now: datetime) -> Clock:
    """Read the clock of a quote."""
    return clocks_of([quote.pk], now=now)[quote.pk]


def _step(kind: str, payload: dict[str, object]) -> Step:
    if kind == "quote.submitted" and not payload["roles"]:
        # Nobody had to be asked.
        return Step.RETURNED
    return STEPS[kind]
