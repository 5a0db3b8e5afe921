"""Customers that may be one: found, merged, and taken apart again."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.attempts import pressed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import duplicates, operations, queries
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

MERGES = 30


@login_required
@require_GET
def customer_duplicates(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    shown = {
        "pairs": duplicates.list_pairs(for_user=request.user),
        "dismissals": duplicates.list_dismissals(for_user=request.user)[:MERGES],
        "merges": duplicates.list_merges(for_user=request.user)[:MERGES],
        "may_merge": may(request.user, Act.MERGE_CUSTOMERS),
    }
    return render_page(request, "customers/duplicates.html", shown, regions=())


@login_required
@require_POST
def customer_merge(request: Request, number: str) -> HttpResponse:
    """Merge the customer that is named in what was sent into this one."""
    kept = queries.get_customer(number, for_user=request.user)
    merged = queries.get_customer(request.POST.get("merged", ""), for_user=request.user)

    def act() -> None:
        operations.merge(kept=kept, merged=merged, by=request.user, at=timezone.now())

    said = _("%(merged)s is part of %(kept)s now.") % {"merged": merged.name, "kept": kept.name}
    return _step(request, act, said)


@login_required
@require_POST
def merge_undo(request: Request, pk: int) -> HttpResponse:
    merge = duplicates.get_merge(pk, for_user=request.user)

    def act() -> None:
        operations.undo_merge(merge=merge, by=request.user, at=timezone.now())

    return _step(request, act, _("%(name)s stands by itself again.") % {"name": merge.merged.name})


@login_required
@require_POST
def pair_dismissal(request: Request) -> HttpResponse:
    """Note that two customers are not one."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    first, second = (
        queries.get_customer(request.POST.get(each, ""), for_user=request.user)
        for each in ("first", "second")
    )
    pair = duplicates.get_pair(first, second, for_user=request.user)

    def act() -> None:
        operations.dismiss_pair(pair=pair, by=request.user, at=timezone.now())

    return _step(request, act, _("These two are not proposed again as they are."))


@login_required
@require_POST
def pair_dismissal_undo(request: Request, pk: int) -> HttpResponse:
    dismissal = duplicates.get_dismissal(pk, for_user=request.user)

    def act() -> None:
        operations.undo_dismissal(dismissal=dismissal, by=request.user, at=timezone.now())

    return _step(request, act, _("These two are proposed again."))


def _step(request: Request, act: Callable[[], None], said: str) -> HttpResponse:
    with pressed(request):
        act()
        keep_toast(request, said)
    return redirect("customer-duplicates")
