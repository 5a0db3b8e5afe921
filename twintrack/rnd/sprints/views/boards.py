"""The daily board of an iteration, and how much work in progress it allows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.queries import get_team
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations.course import course_of
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.boards import old_after, read_columns
from twintrack.rnd.sprints.burning import read_burn
from twintrack.rnd.sprints.forms import CardForm, PolicyForm
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.sprints.standup import read_standup
from twintrack.rnd.sprints.swimlanes import LANES, split
from twintrack.rnd.sprints.views.answering import done, refused
from twintrack.rnd.sprints.views.cards import CardDrawer
from twintrack.rnd.sprints.views.charts import sentence
from twintrack.rnd.sprints.views.overview import pages_of
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import COLUMNS, State
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.boards import links
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.marks import MARKS
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = "sprints/board.html"
LANE_LABELS: dict[str, str | Promise] = {
    "": gettext_lazy("No swimlanes"),
    "person": gettext_lazy("By person"),
    "requirement": gettext_lazy("By requirement"),
    "priority": gettext_lazy("By priority"),
}


@login_required
@require_GET
def daily_board(request: Request, number: str) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    today = timezone.localdate()
    items = queries.with_names(queries.list_items(iteration, for_user=request.user))
    result = result_of(iteration)
    burn = read_burn(iteration, result, today=today)
    may_work = may(request.user, Act.WORK_ON_ITEMS) and iteration.is_open
    shown: dict[str, Any] = {
        "iteration": iteration,
        "pages": pages_of(iteration, "iteration-board"),
        "course": course_of([iteration], today)[iteration.pk],
        "today": today,
        "result": result,
        "burn": burn,
        "sentence": sentence(burn),
        "blocked": [each for each in items if each.is_blocked],
        "states": COLUMNS,
        "may_move": may_work,
        "may_plan": may(request.user, Act.PLAN_ITERATIONS),
        "address": request.get_full_path(),
        "menu": [
            {"id": each.value, "label": each.label, "ring": MARKS[each][0]} for each in COLUMNS
        ],
        **_columns(request, iteration, items, may_work),
    }
    return render_page(request, PAGE, shown, regions=("board", "strip"))


def _columns(
    request: Request, iteration: Iteration, items: list[WorkItem], may_work: bool
) -> dict[str, Any]:
    now = timezone.now()
    standup = read_standup(iteration, items, asked=request.GET.get("standup"), now=now)
    ages, policy = old_after(iteration.team), queries.policy_of(iteration.team)
    whole = read_columns(items, policy=policy, ages=ages)
    columns = read_columns(standup.items, policy=policy, ages=ages) if standup else whole
    by = request.GET.get("lanes", "")
    by = by if by in LANES and not standup else ""
    drawer = CardDrawer(
        at=now,
        revision="state",
        may_move=may_work,
        committed=queries.committed_ids(iteration) if iteration.started_at else None,
        carried=queries.carried_times(items),
        old_after=ages,
    )
    rows = [
        (name, [(state, [drawer.card(card) for card in cards]) for state, cards in row])
        for name, row in split(columns, by)
    ]
    return {
        "standup": standup,
        "over": [each for each in whole if each.is_over],
        "heads": [(column, MARKS[column.state][0]) for column in whole],
        "swimlanes": rows,
        "is_split": bool(by),
        "lane_links": links(QueryDict(), "lanes", LANE_LABELS, by),
    }


@login_required
@require_POST
def card_move(request: Request, number: str) -> HttpResponse:
    """A card was put into a column, or to another place in its own."""
    iteration = get_iteration(number, for_user=request.user)
    form = CardForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    given = form.cleaned_data
    item, to = given["pk"], given["col"]
    try:
        moved = work.move(
            item=item,
            to=to,
            seen=given["revision"],
            after=given["after"],
            before=given["before"],
            by=request.user,
            at=timezone.now(),
        )
    except StaleEdit as stale:
        return refused(_moved_meanwhile(item, to, stale))
    except Refusal as refusal:
        return refused(refusal)
    return _told(request, iteration, moved, to)


def _told(request: Request, iteration: Iteration, item: WorkItem, to: State) -> HttpResponse:
    limit = queries.policy_of(iteration.team).limits.get(to.value)
    inside = queries.list_items(iteration, for_user=request.user).filter(state=to)
    many = inside.count() if limit else 0
    values: dict[str, Any] = {"number": item.number, "state": to.label}
    if limit and many > limit:
        said = _("%(number)s: %(state)s. That column is over its limit: %(many)d of %(limit)d")
        values |= {"many": many, "limit": limit}
        return done(said % values, item, by=request.user, tone="bad")
    return done(_("%(number)s: %(state)s") % values, item, by=request.user)


def _moved_meanwhile(item: WorkItem, to: State, stale: StaleEdit) -> str:
    said = _(
        "Somebody moved %(number)s to “%(theirs)s” in the meantime; your move to “%(mine)s” was"
        " not made."
    )
    theirs = State(str(stale.current)).label
    return said % {"number": item.number, "theirs": theirs, "mine": to.label}


@login_required
@require_http_methods(["GET", "POST"])
def board_policy(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    team = get_team(pk, for_user=request.user)
    form = PolicyForm(request.POST or None, policy=queries.policy_of(team))
    if request.method == "POST" and form.is_valid():
        operations.set_policy(
            team=team,
            limits=form.limits,
            is_firm=form.cleaned_data["is_firm"],
            by=request.user,
            at=timezone.now(),
        )
        keep_toast(request, _("The limits of the board are set"))
        running = queries.active_number(team)
        known = reverse("iteration-board", args=[running]) if running else ""
        return leave_for(request, known or reverse("iteration-list"))
    return render_form(request, "sprints/policy.html", form, team=team)
