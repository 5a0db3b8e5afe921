"""The pipeline as a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.drawn import drawn_alike
from twintrack.sales.pipeline import queries
from twintrack.sales.pipeline.board import Filled, read_board
from twintrack.sales.pipeline.flow import FEWEST
from twintrack.sales.pipeline.forms import FilterForm
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.views.cards import CardDrawer
from twintrack.sales.pipeline.ways import pages_of
from twintrack.ui.boards import limits_of, links, more_url
from twintrack.ui.filters import filter_bar
from twintrack.ui.marks import MARKS
from twintrack.ui.regions import region_asked_for

PAGE = "pipeline/opportunity_board.html"
ORDERS: dict[str, str | Promise] = {
    "": gettext_lazy("By expected close"),
    "amount": gettext_lazy("By amount"),
    "age": gettext_lazy("By time at the stage"),
}


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A column as it is drawn."""

    filled: Filled
    more_url: str
    html: SafeString

    @property
    def rest(self) -> int:
        return self.filled.sums.count - len(self.filled.cards)

    @property
    def few(self) -> bool:
        share = self.filled.moving_on
        return share is None or share.decided < FEWEST


@login_required
@require_GET
def opportunity_board(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    form = FilterForm(request.GET, user=request.user)
    # Columns are stages already.
    del form.fields["stage"]
    region = region_asked_for(request)
    shown = filter_bar(request, form)
    if region == "filters":
        return render(request, "ui/_filter_form.html", shown)
    # All who may see the same see it alike: drawn once until something changes.
    drawn = drawn_alike(request, draw=lambda: _draw(request, form))
    if region == "board":
        return HttpResponse(drawn)
    may_move = may(request.user, Act.MANAGE_OPPORTUNITIES)
    menu = [
        {"id": each.code, "label": each.name, "ring": MARKS.get(each.code, ("",))[0]}
        for each in open_stages()
    ]
    ends = [
        {"id": each.value, "label": each.label, "ring": MARKS[each][0]}
        for each in (Stage.WON, Stage.LOST)
    ]
    shown |= {
        "board": drawn,
        "pages": pages_of(request, "opportunity-board"),
        "order_links": links(request.GET, "sort", ORDERS, request.GET.get("sort", "")),
        "may_move": may_move,
        "may_set": may(request.user, Act.SET_PIPELINE),
        "menu": menu + ends,
    }
    return render(request, PAGE, shown)


def _draw(request: Request, form: FilterForm) -> SafeString:
    return render_to_string(f"{PAGE}#board", _columns(request, form), request)


def _columns(request: Request, form: FilterForm) -> dict[str, Any]:
    now = timezone.now()
    wanted = form.wanted("open", request.user, at=now)
    rows = queries.list_opportunities(for_user=request.user, wanted=wanted)
    limits = limits_of(request.GET)
    sort = request.GET.get("sort", "")
    board = read_board(
        rows, limits=limits, order=sort if sort in ORDERS and sort else "close", at=now
    )
    drawer = CardDrawer(request.user, at=now)
    drawer.look_up(card.pk for each in board.columns for card in each.cards)
    lanes = [
        Lane(
            filled=each,
            more_url=_more_url(request.GET, each, limits),
            html=mark_safe("".join(drawer.card(card, each.stage) for card in each.cards)),
        )
        for each in board.columns
    ]
    return {
        "board": board,
        "lanes": lanes,
        "address": request.get_full_path(),
        "may_move": drawer.may_move,
        "state_links": {state: _with(request.GET, state) for state in ("rotting", "adrift")},
        "state": request.GET.get("state", ""),
    }


def _with(query: QueryDict, state: str) -> str:
    address = query.copy()
    address.pop("state", None)
    if query.get("state") != state:
        address["state"] = state
    return "?" + address.urlencode()


def _more_url(query: QueryDict, filled: Filled, limits: Mapping[str, int]) -> str:
    if not filled.has_more:
        return ""
    code = filled.stage.code

    def beyond() -> str:
        address = query.copy()
        for name in ("many", "sort"):
            address.pop(name, None)
        address["stage"] = code
        return f"{reverse('opportunity-list')}?{address.urlencode()}"

    return more_url(query, code, limits, beyond=beyond)
