"""The planning board: the backlog beside the iteration, with time and pace."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.forms import INSIDE, OUTSIDE, BacklogFilterForm, PlaceForm
from twintrack.rnd.sprints.planning import read_plan
from twintrack.rnd.sprints.views.answering import done, refused
from twintrack.rnd.sprints.views.cards import CardDrawer
from twintrack.rnd.sprints.views.overview import pages_of
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.fields import key_of
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.regions import render_page

PAGE = "sprints/planning.html"
STEP, MOST = 50, 500


@login_required
@require_GET
def planning_board(request: Request, number: str) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    form = BacklogFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    many = _many(request.GET.get("many", ""))
    rows = queries.list_backlog(
        for_user=request.user,
        text=wanted.get("q", ""),
        product=wanted.get("product"),
        kind=wanted.get("kind", ""),
    )
    waiting = queries.with_names(rows[: many + 1])
    inside = queries.with_names(queries.list_items(iteration, for_user=request.user))
    may_plan = may(request.user, Act.PLAN_ITERATIONS) and iteration.is_open
    drawer = CardDrawer(
        at=timezone.now(),
        revision="iteration_id",
        may_move=may_plan,
        committed=queries.committed_ids(iteration) if iteration.started_at else None,
        carried=queries.carried_times([*waiting, *inside]),
    )
    shown: dict[str, Any] = {
        "iteration": iteration,
        "pages": pages_of(iteration, "iteration-planning"),
        "plan": read_plan(iteration, inside, today=timezone.localdate()),
        "waiting": [drawer.card(each) for each in waiting[:many]],
        "inside": [drawer.card(each) for each in inside],
        "more": min(many + STEP, MOST) if len(waiting) > many else 0,
        "may_plan": may_plan,
        "address": request.get_full_path(),
        "menu": [
            {"id": INSIDE, "label": _("This iteration")},
            {"id": OUTSIDE, "label": _("Backlog")},
        ],
        **filter_bar(request, form),
    }
    return render_page(request, PAGE, shown, regions=("board",))


def _many(asked: str) -> int:
    return min(max(key_of(asked) or STEP, STEP), MOST)


@login_required
@require_POST
def planning_move(request: Request, number: str) -> HttpResponse:
    """A card was dropped into the iteration, out of it, or to another place."""
    iteration = get_iteration(number, for_user=request.user)
    form = PlaceForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    given = form.cleaned_data
    item: WorkItem = given["pk"]
    is_inside = given["col"] == INSIDE
    try:
        operations.place(
            item=item,
            iteration=iteration if is_inside else None,
            seen=key_of(given["revision"]),
            after=given["after"],
            before=given["before"],
            by=request.user,
            at=timezone.now(),
        )
    except StaleEdit as stale:
        return refused(_taken_meanwhile(item, stale))
    except Refusal as refusal:
        return refused(refusal)
    values = {"number": item.number, "iteration": iteration.name}
    said = _("%(number)s is in %(iteration)s") if is_inside else _("%(number)s is in the backlog")
    return done(said % values, item, by=request.user)


def _taken_meanwhile(item: WorkItem, stale: StaleEdit) -> str:
    where = stale.current
    if isinstance(where, Iteration):
        said = _("Somebody took %(number)s into “%(iteration)s” in the meantime.")
        return said % {"number": item.number, "iteration": where.name}
    said = _("Somebody put %(number)s back to the backlog in the meantime.")
    return said % {"number": item.number}
