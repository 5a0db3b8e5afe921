"""Requirements from their proposal to their release, decisions, and what was changed afterwards."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.insight.sources.base import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
    teams_of_people,
)

REVIEWED, ADVANCED = "requirement.reviewed", "requirement.advanced"
# What a requirement says, changed after it had been accepted.
CHANGES = {
    "requirement.renamed": "title",
    "requirement.described": "description",
    "requirement.classified": "kind",
    "requirement.criteria_changed": "criteria",
    "requirement.date_moved": "date",
}
# To mark a criterion as met is no change of what was agreed.
MARKS = {"met", "unmet"}
BUILT = {State.RELEASED, State.VALIDATED}


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("requirement")):
        months |= months_in(Requirement.objects.filter(pk__in=ids), "created_at")
    return Changed(months)


def _every() -> Changed:
    return Changed(months_in(Requirement.objects.all(), "created_at"))


def _rows(month: str) -> Rows:
    start, end = span(month)
    found = list(
        Requirement.objects.filter(created_at__gte=start, created_at__lt=end).values_list(
            "pk", "created_at", "product_id", "owner_id", "state"
        )
    )
    told: dict[int, list[tuple[str, dict[str, object], datetime]]] = defaultdict(list)
    for ids in in_turns([row[0] for row in found]):
        entries = Entry.objects.filter(
            about_kind="requirement",
            subjects__kind="requirement",
            subjects__object_id__in=ids,
            kind__in=[REVIEWED, ADVANCED, *CHANGES],
        ).order_by("happened_at", "pk")
        for pk, kind, payload, at in entries.values_list(
            "about_id", "kind", "payload", "happened_at"
        ):
            told[pk].append((kind, payload, at))
    teams = teams_of_people()
    rows: Rows = {"requirements": [], "decisions": [], "changes": []}
    for pk, created_at, product, owner, state in found:
        of: tuple[Any, ...] = (product, [], teams.get(owner), owner)
        released_at: datetime | None = None
        is_accepted = False
        for kind, payload, at in told[pk]:
            if kind == REVIEWED:
                is_accepted = payload["decision"] == State.ACCEPTED
                rows["decisions"].append((pk, local(at), *of, payload["decision"]))
            elif kind == ADVANCED:
                released_at = at if payload["to"] == State.RELEASED else released_at
            elif is_accepted and payload.get("change") not in MARKS:
                rows["changes"].append((pk, local(at), *of, CHANGES[kind]))
        out = local(released_at) if released_at and state in BUILT else None
        rows["requirements"].append((pk, local(created_at), *of, out, state))
    return rows


REQUIREMENTS = Source(
    "requirements",
    ("requirements", "decisions", "changes"),
    ("requirement",),
    _changed,
    _every,
    _rows,
)
