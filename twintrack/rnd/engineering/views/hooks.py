"""Addresses for web hooks: how to set them up, their secrets, and the log of what came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.forms import ConfirmForm, HookForm
from twintrack.rnd.engineering.models import DeliveryOutcome, Hook, HostCode, Repository
from twintrack.rnd.engineering.views.tabs import render_tab
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import Tab
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast
from twintrack.ui.words import indented

LIST = "engineering/hook_list.html"
DETAIL = "engineering/hook_detail.html"
DELIVERY = "engineering/hook_delivery.html"
OPENED = "engineering/hook_opened.html"
OF_REPOSITORY = "engineering/repository_hooks.html"
WAY_IN = "/api/v1/hooks/in/"
COUNTED = timedelta(days=7)


def address_of(request: Request, hook: Hook) -> str:
    """Give the address that a host sends to."""
    return request.build_absolute_uri(f"{WAY_IN}{hook.code}")


def _counted(request: Request, hooks: Iterable[Hook]) -> dict[int, queries.HookCounts]:
    since = timezone.now() - COUNTED
    return queries.count_deliveries(hooks, since=since, for_user=request.user)


def _rows(request: Request, repository: Repository | None = None) -> dict[str, Any]:
    hooks = queries.list_hooks(for_user=request.user, repository=repository)
    page = key_page(hooks, order=("-pk",), after=request.GET.get("after", ""))
    counts = _counted(request, page.items)
    return {
        "page": page,
        "rows": [(hook, counts[hook.pk]) for hook in page.items],
        "count": hooks.count(),
    }


@login_required
@require_GET
def hook_list(request: Request) -> HttpResponse:
    """Show all addresses, those of single repositories and those for many."""
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    return render_page(request, LIST, _rows(request), regions=("rows",))


@login_required
@require_GET
def repository_hooks(request: Request, number: str) -> HttpResponse:
    """Show the addresses that bring what happens in a repository, and how to set one up."""
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    repository = queries.get_repository(number, for_user=request.user)
    shown = _rows(request, repository)
    return render_tab(request, repository, page=OF_REPOSITORY, here="repository-hooks", shown=shown)


@login_required
@require_http_methods(["GET", "POST"])
def hook_new(request: Request) -> HttpResponse:
    """Open an address; its secret is shown this once."""
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    initial = {"repository": request.GET.get("repository"), "host": request.GET.get("host")}
    form = HookForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        hook, secret = operations.add_hook(
            host=HostCode(form.cleaned_data["host"]),
            repository=form.cleaned_data["repository"],
            by=request.user,
            at=timezone.now(),
        )
        return _show_secret(request, hook, secret)
    return render_form(request, "engineering/hook_new.html", form)


def _show_secret(request: Request, hook: Hook, secret: str) -> HttpResponse:
    answer = render_form(
        request,
        OPENED,
        ConfirmForm(),
        hook=hook,
        secret=secret,
        address=address_of(request, hook),
    )
    # Shown once: no copy may stay behind, neither in the browser nor on the way.
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def hook_secret(request: Request, pk: int) -> HttpResponse:
    """Give an address another secret."""
    hook = queries.get_hook(pk, for_user=request.user)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with attempt(form):
            hook, secret = operations.renew_secret(hook=hook, by=request.user, at=timezone.now())
            return _show_secret(request, hook, secret)
    return render_form(request, "engineering/hook_secret.html", form, hook=hook)


@login_required
@require_http_methods(["GET", "POST"])
def hook_revoke(request: Request, pk: int) -> HttpResponse:
    hook = queries.get_hook(pk, for_user=request.user)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with attempt(form):
            operations.revoke_hook(hook=hook, by=request.user, at=timezone.now())
            keep_toast(request, _("“%(name)s” takes nothing any more.") % {"name": hook.name})
            return leave_for(request, hook.get_absolute_url())
    return render_form(request, "engineering/hook_revoke.html", form, hook=hook)


@login_required
@require_GET
def hook_detail(request: Request, pk: int) -> HttpResponse:
    """Show an address with the log of what came, by outcome."""
    hook = queries.get_hook(pk, for_user=request.user)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in DeliveryOutcome.values else ""
    rows = queries.list_deliveries(hook, for_user=request.user, outcome=outcome)
    shown = {
        "hook": hook,
        "page": key_page(rows, order=("-pk",), after=request.GET.get("after", "")),
        "outcome": outcome,
        "counts": _counted(request, [hook])[hook.pk],
        "tabs": _tabs(hook, outcome),
        "address": address_of(request, hook),
    }
    return render_page(request, DETAIL, shown, regions=("rows", "facts"))


def _tabs(hook: Hook, outcome: str) -> list[Tab]:
    url = hook.get_absolute_url()
    tabs = [Tab(label=_("All"), url=url, is_on=not outcome)]
    tabs += [
        Tab(label=each.label, url=f"{url}?outcome={each}", is_on=outcome == each)
        for each in DeliveryOutcome
    ]
    return tabs


@login_required
@require_GET
def hook_delivery(request: Request, pk: int) -> HttpResponse:
    """Show one thing that came, and what became of it."""
    delivery = queries.get_delivery(pk, for_user=request.user)
    hook = delivery.hook
    shown = {
        "delivery": delivery,
        "hook": hook,
        "body": indented(delivery.body),
        "repeats": queries.list_repeats(delivery),
        "may_repeat": delivery.may_be_repeated and hook.revoked_at is None,
        "kept_days": settings.TWINTRACK["keep_deliveries_days"],
    }
    return render_page(request, DELIVERY, shown, regions=("delivery",))


@login_required
@require_POST
def hook_again(request: Request, pk: int) -> HttpResponse:
    """Let in once more what came."""
    delivery = queries.get_delivery(pk, for_user=request.user)
    try:
        again = operations.deliver_again(delivery=delivery, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
        return redirect(delivery.get_absolute_url())
    keep_toast(request, _("It is read again within seconds."))
    return redirect(reverse("hook-delivery", args=[again.pk]))
