"""The requirement pool as a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.drawn import drawn_alike
from twintrack.rnd.backlog import board, operations
from twintrack.rnd.backlog.board import Column, Filled, column_of, read_board
from twintrack.rnd.backlog.filters import PoolFilterForm, pairs, without
from twintrack.rnd.backlog.forms import MoveForm
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.rnd.backlog.views.answering import changed, with_undo
from twintrack.rnd.backlog.views.cards import CardDrawer
from twintrack.ui.boards import limits_of, links, more_url
from twintrack.ui.marks import MARKS
from twintrack.ui.regions import region_asked_for
from twintrack.ui.toasts import tell

PAGE = "backlog/requirement_board.html"
LANES: dict[str, str | Promise] = {
    "": gettext_lazy("No swimlanes"),
    "product": gettext_lazy("By product"),
    "owner": gettext_lazy("By owner"),
}
ORDERS: dict[str, str | Promise] = {
    "rank": gettext_lazy("Manual order"),
    "value": gettext_lazy("By value"),
}


_SPLITS = {"product", "owner"}


@dataclass
class Lane:
    """A column, or the part of it that lies in one swimlane."""

    filled: Filled
    more_url: str
    cards: list[SafeString] = field(default_factory=list)

    @property
    def html(self) -> SafeString:
        return mark_safe("".join(self.cards))

    @property
    def ring(self) -> str:
        return MARKS[self.filled.column.to][0]


@login_required
@require_GET
def requirement_board(request: Request) -> HttpResponse:
    form = PoolFilterForm(without(request.GET, "state"), user=request.user)
    drawn = drawn_alike(request, form.wanted, draw=lambda: _draw(request, form.wanted))
    if region_asked_for(request) == "board":
        return HttpResponse(drawn)
    address = without(request.GET, "state")
    shown = {
        "form": form,
        "board": drawn,
        "query": address.urlencode(),
        "searched": pairs(without(address, "q")),
        "list_query": without(address, "many", "lanes", "sort").urlencode(),
        "lane_links": links(address, "lanes", LANES, request.GET.get("lanes", "")),
        "order_links": links(address, "sort", ORDERS, _order_of(request)),
        "may_move": may(request.user, Act.ADVANCE_REQUIREMENT),
        "menu": [
            {"id": each.code, "label": each.label, "ring": MARKS[each.to][0]}
            for each in board.COLUMNS
        ],
    }
    return render(request, PAGE, shown)


def _order_of(request: Request) -> str:
    return "value" if request.GET.get("sort") == "value" else "rank"


def _draw(request: Request, only: PoolFilter) -> SafeString:
    limits = limits_of(request.GET)
    filled = read_board(
        for_user=request.user, only=only, limits=limits, by_value=_order_of(request) == "value"
    )
    address = without(request.GET, "state")
    heads = [Lane(each, _more_url(address, each, limits)) for each in filled]
    lanes = request.GET.get("lanes", "")
    # One product, or swimlanes of products, say it already.
    drawer = CardDrawer(request.user, names_product=len(only.products) != 1 and lanes != "product")
    shown = {
        "address": request.get_full_path(),
        "heads": heads,
        "swimlanes": _swimlanes(drawer, heads, lanes),
        "is_split": lanes in _SPLITS,
        "is_narrowed": only != PoolFilter(),
    }
    return render_to_string(f"{PAGE}#board", shown, request)


def _more_url(address: QueryDict, filled: Filled, limits: Mapping[str, int]) -> str:
    if not filled.has_more:
        return ""
    column = filled.column
    return more_url(address, column.code, limits, beyond=lambda: _list_of(address, column))


def _list_of(address: QueryDict, column: Column) -> str:
    query = without(address, "many", "lanes", "sort")
    query.setlist("state", [state.value for state in column.states])
    return f"{reverse('requirement-list')}?{query.urlencode()}"


def _swimlanes(drawer: CardDrawer, heads: list[Lane], by: str) -> list[tuple[str, list[Lane]]]:
    """Part the cards by product or owner, or give one swimlane without a name."""
    drawer.look_up(each for head in heads for each in head.filled.cards)
    if by not in _SPLITS:
        for lane in heads:
            lane.cards = [drawer.card(each) for each in lane.filled.cards]
        return [("", heads)]
    found: dict[tuple[str, int], list[Lane]] = {}
    for place, head in enumerate(heads):
        for requirement in head.filled.cards:
            belongs = getattr(requirement, by)
            key = (str(belongs), belongs.pk)
            if key not in found:
                found[key] = [Lane(each.filled, "") for each in heads]
            found[key][place].cards.append(drawer.card(requirement))
    return [(name, lanes) for (name, _pk), lanes in sorted(found.items(), key=itemgetter(0))]


@login_required
@require_POST
def requirement_move(request: Request) -> HttpResponse:
    """A card was put into a column, or to another place in its own."""
    form = MoveForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    requirement: Requirement = form.cleaned_data["pk"]
    to: Column = form.cleaned_data["col"]
    if (
        to.to == State.ACCEPTED
        and requirement.is_reviewable
        and requirement.state != State.ACCEPTED
    ):
        url = reverse("requirement-decide", args=[requirement.number])
        return tell(HttpResponse(status=409), "modal-open", {"url": f"{url}?decision=accepted"})
    try:
        moved = _moved(request, requirement, to, form.cleaned_data)
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s: %(state)s") % {"number": moved.number, "state": to.label}
    return changed(with_undo(HttpResponse(), text, moved, by=request.user))


def _moved(
    request: Request, requirement: Requirement, to: Column, given: Mapping[str, Any]
) -> Requirement:
    beside = {name: given[name] for name in ("after", "before")}
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if column_of(requirement) == to:
        return operations.reorder(requirement=requirement, **beside, **who)
    return operations.advance(requirement=requirement, to=to.to, **beside, **who)
