"""The page of a chain, and the panels that other pages show of it."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.activity.telling import told
from twintrack.foundation.people.http import Request
from twintrack.helix.chain import queries
from twintrack.helix.chain.queries import Chain, Moment
from twintrack.helix.chain.walk import LIMIT, MOST
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.filters import Tab
from twintrack.ui.marks import OBJECT_ICONS
from twintrack.ui.regions import render_page

WAYS = (("", _("Both ways")), ("back", _("Where it comes from")), ("on", _("What became of it")))
BETWEEN = ("handoff.", "communication_plan.")
# A page follows so many of its objects live; what is farther away waits for the next visit.
FOLLOWED = 40
IN_PANEL = 5


@login_required
@require_GET
def chain(request: Request, code: str, pk: int) -> HttpResponse:
    limit = _limit(request)
    found = queries.get_chain(kind=code, pk=pk, for_user=request.user, limit=limit)
    way = request.GET.get("way", "")
    kind = request.GET.get("kind", "")
    moments = [each for each in found.moments if _is_wanted(each, way, kind)]
    shown = {
        "chain": found,
        "rows": [_row(each, found) for each in moments],
        "tabs": _tabs(request, way),
        "kinds": _kinds(request, found, kind),
        "kind": kind,
        "back_count": sum(1 for node in found.nodes.values() if node.step < 0),
        "onward_count": sum(1 for node in found.nodes.values() if node.step > 0),
        "limit": limit,
        "more": min(limit + LIMIT, MOST) if found.is_cut and limit < MOST else 0,
        "as_list": request.GET.get("as") == "list",
        "followed": " ".join(f"{ref.kind}:{ref.pk}" for ref in list(found.nodes)[:FOLLOWED]),
    }
    return render_page(request, "chain/chain.html", shown, regions=("story",))


@panel("chain/chain_panel.html")
def chain_panel(request: Request, code: str, pk: int) -> dict[str, Any]:
    """Show the nearest objects of a chain on the page of one of them."""
    nearby = queries.get_nearby(kind=code, pk=pk, for_user=request.user, few=IN_PANEL)
    return {"chain": nearby}


@panel("chain/customer_outcomes.html")
def customer_outcomes(request: Request, number: str) -> dict[str, Any]:
    """Show on a customer's page what they said, and what became of it."""
    customer = get_customer(number, for_user=request.user)
    return {
        "customer": customer,
        "may_record": may(request.user, Act.RECORD_FEEDBACK),
        "few": queries.few_outcomes(customer, for_user=request.user, limit=IN_PANEL),
    }


def _limit(request: Request) -> int:
    asked = request.GET.get("limit", "")
    return max(1, min(int(asked), MOST)) if asked.isdecimal() and len(asked) < 6 else LIMIT


def _is_wanted(moment: Moment, way: str, kind: str) -> bool:
    step = moment.node.step
    if (way == "back" and step > 0) or (way == "on" and step < 0):
        return False
    return not kind or moment.node.ref.kind == kind or step == 0


def _row(moment: Moment, found: Chain) -> dict[str, Any]:
    kind = moment.node.ref.kind
    track = OBJECT_ICONS.get(kind, ("", "hub"))[1]
    is_between = moment.entry is not None and moment.entry.kind.startswith(BETWEEN)
    return {
        "moment": moment,
        "node": moment.node,
        "kind": kind,
        "track": "helix" if is_between else track,
        "side": "between" if is_between or track in {"helix", "hub"} else track,
        "said": told(moment.entry) if moment.entry else "",
        "because": told(moment.cause) if moment.cause else "",
        "is_start": moment.node is found.start,
        "hops": [
            (found.nodes[hop.source], hop.link.label if hop.link else "", found.nodes[hop.target])
            for hop in moment.hops
        ],
    }


def _tabs(request: Request, way: str) -> list[Tab]:
    return [
        Tab(label=label, url=_changed(request, "way", code), is_on=code == way)
        for code, label in WAYS
    ]


def _kinds(request: Request, found: Chain, kind: str) -> list[dict[str, Any]]:
    counts = Counter(ref.kind for ref in found.nodes)
    labels = {ref.kind: node.label for ref, node in found.nodes.items()}
    return [
        {
            "code": code,
            "label": labels[code],
            "count": count,
            "is_on": code == kind,
            "url": _changed(request, "kind", "" if code == kind else code),
        }
        for code, count in sorted(counts.items())
    ]


def _changed(request: Request, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
