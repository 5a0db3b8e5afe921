"""The review page: what waits for a decision, one after the other, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import queries, review_queue
from twintrack.rnd.backlog.forms import DecisionForm
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.review_queue import BY_VALUE, BY_WAITING, Waiting
from twintrack.rnd.backlog.views.page import RequirementPage
from twintrack.rnd.backlog.views.reviewing import decided, scored, told_decision
from twintrack.ui.fields import keys_of
from twintrack.ui.paging import KeyPage, key_page
from twintrack.ui.regions import render_page, with_counts
from twintrack.ui.toasts import keep_toast, toast

ORDERS = {"value": BY_VALUE, "waiting": BY_WAITING}
REGIONS = ("queue", "judged", "desk")


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One page of what waits, in the order that the address asks for."""

    rows: KeyPage[Requirement]
    order: str
    only_mine: bool
    waiting: Waiting
    days: int
    may_hold: bool
    by_wsjf: frozenset[int]
    # What is ticked, to be put on an agenda; it stays so when the queue is drawn anew.
    picked: frozenset[int]


def _queue(request: Request) -> Queue:
    order = request.GET.get("order", "value")
    order = order if order in ORDERS else "value"
    # Who decides nothing comes for the opinions asked of them, unless they ask for an order.
    for_me = "me" if not request.GET.get("order") and not _decides(request) else ""
    only_mine = request.GET.get("for", for_me) == "me"
    today = timezone.localdate()
    if only_mine:
        rows = review_queue.list_opinions_wanted(for_user=request.user)
    else:
        rows = review_queue.list_undecided(for_user=request.user, today=today)
    waiting = review_queue.count_undecided(rows, today=today)
    days = (timezone.now() - waiting.since).days if waiting.since else 0
    return Queue(
        rows=key_page(rows, order=ORDERS[order], after=request.GET.get("after", "")),
        order=order,
        only_mine=only_mine,
        waiting=waiting,
        days=days,
        may_hold=may(request.user, Act.HOLD_REVIEW_MEETINGS),
        by_wsjf=queries.products_by_wsjf(),
        picked=frozenset(keys_of(request.GET.getlist("pk"))),
    )


def _decides(request: Request) -> bool:
    return may(request.user, Act.REVIEW_REQUIREMENT)


@login_required
@require_GET
def review_list(request: Request) -> HttpResponse:
    return _show(request, _chosen(request))


def _chosen(request: Request) -> Requirement | None:
    number = request.GET.get("chosen", "")
    return queries.get_requirement(number, for_user=request.user) if number else None


def _show(
    request: Request,
    chosen: Requirement | None,
    *,
    status: int = 200,
    region: str = "",
    **shown: object,
) -> HttpResponse:
    queue = _queue(request)
    if chosen is None and queue.rows.items:
        chosen = queue.rows.items[0]
    page = RequirementPage(request, chosen, **shown) if chosen else None
    goes_on = bool(region) and status == 200
    context = {
        "queue": queue,
        "page": page,
        "requirement": chosen,
        "goes_on": goes_on,
        # On a phone either the list or what was chosen from it has room.
        "is_chosen": bool(region or request.GET.get("chosen")),
        "count": queue.waiting.count,
    }
    template = "backlog/review_list.html"
    if region:
        answer = render(request, f"{template}#{region}", context, status=status)
        return with_counts(request, answer, context)
    return render_page(request, template, context, regions=REGIONS, status=status)


@login_required
@require_GET
def review_detail(request: Request, number: str) -> HttpResponse:
    """Show one requirement beside the queue."""
    requirement = queries.get_requirement(number, for_user=request.user)
    page = RequirementPage(request, requirement)
    if not request.htmx:
        asked = urlencode({**request.GET.dict(), "chosen": number})
        return redirect(f"{reverse('review-list')}?{asked}")
    shown = {"page": page, "requirement": requirement}
    return render(request, "backlog/review_list.html#judged", shown)


@login_required
@require_POST
def review_decision(request: Request, number: str) -> HttpResponse:
    """Decide, and go on to the next that waits."""
    requirement = queries.get_requirement(number, for_user=request.user)
    form = DecisionForm(request.POST)
    following = _next_after(request, requirement)
    if not decided(request, requirement, form):
        if not request.htmx:
            return _show(request, requirement, status=422, decision_form=form)
        return _show(request, requirement, status=422, region="desk", decision_form=form)
    undo_url = reverse("requirement-decision-undo", args=[number])
    if not request.htmx:
        keep_toast(request, told_decision(number, form), undo_url)
        return redirect("review-list")
    response = _show(request, following, region="desk")
    return toast(response, told_decision(number, form), undo_url)


def _next_after(request: Request, requirement: Requirement) -> Requirement | None:
    rows = _queue(request).rows.items
    numbers = [row.pk for row in rows]
    if requirement.pk not in numbers:
        return None
    at = numbers.index(requirement.pk)
    return rows[at + 1] if at + 1 < len(rows) else (rows[at - 1] if at else None)


@login_required
@require_POST
def review_score(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form, is_kept = scored(request, requirement)
    if is_kept:
        if not request.htmx:
            return redirect(f"{reverse('review-list')}?chosen={number}")
        fresh = queries.get_requirement(number, for_user=request.user)
        return _show(request, fresh, region="desk")
    region = "desk" if request.htmx else ""
    return _show(request, requirement, status=422, region=region, score_form=form)
