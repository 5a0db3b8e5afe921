"""Promises about complaints: kept in time, or not."""

from __future__ import annotations

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
from twintrack.sales.complaints.lifecycle import ClockState
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.sla.lifecycle import ClockKind


def _every() -> Changed:
    return Changed(months_in(Complaint.objects.all(), "started_at"))


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("feedback")):
        months |= months_in(Complaint.objects.filter(feedback__in=ids), "started_at")
    return Changed(months)


def _rows(month: str) -> Rows:
    start, end = span(month)
    clocks = SlaClock.objects.filter(
        complaint__started_at__gte=start, complaint__started_at__lt=end, complaint__ended_by=""
    ).exclude(state=ClockState.CALLED_OFF)
    named = clocks.order_by("pk").values_list(
        *("complaint__feedback", "complaint__started_at", "complaint__feedback__product"),
        *("complaint__feedback__customer", "complaint__responded_by", "complaint__resolved_by"),
        *("kind", "state", "due_at", "stopped_at"),
    )
    rows = []
    for pk, started, product, customer, answered, resolved, kind, state, due, stopped in named:
        ended = stopped or due
        if ended is None:
            continue
        person = answered if kind == ClockKind.RESPONSE else resolved
        of = ([product] if product else [], person, customer)
        is_kept = state == ClockState.MET
        rows.append((pk, local(started), *of, kind, local(ended), is_kept))
    return {"sla_clocks": rows}


SLA = Source("sla", ("sla_clocks",), ("feedback",), _changed, _every, _rows)
