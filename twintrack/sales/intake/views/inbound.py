"""Addresses for other systems, what they sent, and letting it in once more."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.forms import SourceForm
from twintrack.sales.intake.lifecycle import DeliveryOutcome, Logged
from twintrack.sales.intake.models import Delivery, InboundSource
from twintrack.sales.intake.operations import Template
from twintrack.sales.intake.trial import try_out
from twintrack.ui.dialogs import render_form
from twintrack.ui.filters import Tab
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast
from twintrack.ui.words import indented

LIST = "intake/inbound_list.html"
DETAIL = "intake/inbound_detail.html"
DELIVERY = "intake/inbound_delivery.html"
COUNTED = timedelta(days=7)


@login_required
@require_GET
def inbound_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_INBOUND)
    sources = queries.list_sources(for_user=request.user)
    page = key_page(sources, order=("-is_open", "-pk"), after=request.GET.get("after", ""))
    counts = queries.count_deliveries(page.items, since=timezone.now() - COUNTED)
    shown = {"page": page, "rows": [(source, counts[source.pk]) for source in page.items]}
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def inbound_new(request: Request) -> HttpResponse:
    """Open an address; it is shown this once."""
    check_may(request.user, Act.MANAGE_INBOUND)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            source, key = operations.add_source(
                name=form.cleaned_data["name"],
                template=Template(),
                by=request.user,
                at=timezone.now(),
            )
            return show_key(request, source, key, is_new=True)
    return render_form(request, "intake/inbound_new.html", form)


def show_key(
    request: Request, source: InboundSource, key: str, *, is_new: bool = False
) -> HttpResponse:
    """Show an address with its key, which no later page can."""
    address = request.build_absolute_uri(f"/api/v1/inbound/feedback/{key}")
    template = "intake/inbound_opened.html"
    response = render_form(
        request, template, SourceForm(), source=source, address=address, is_new=is_new
    )
    # Shown once: no copy may stay behind, neither in the browser nor on the way.
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_GET
def inbound_detail(request: Request, pk: int) -> HttpResponse:
    """Show an address with the log of what came, by outcome."""
    source = queries.get_source(pk, for_user=request.user)
    logged = request.GET.get("outcome", "")
    logged = logged if logged in Logged.values else ""
    rows = queries.list_deliveries(source, logged=logged)
    page = key_page(rows, order=("-pk",), after=request.GET.get("after", ""))
    counts = queries.count_deliveries([source], since=timezone.now() - COUNTED)[source.pk]
    shown = {
        "source": source,
        "page": page,
        "logged": logged,
        "counts": counts,
        "tabs": _tabs(source, logged),
        "address": request.build_absolute_uri("/api/v1/inbound/feedback/") + source.hint,
    }
    return render_page(request, DETAIL, shown, regions=("rows", "facts"))


def _tabs(source: InboundSource, logged: str) -> list[Tab]:
    url = source.get_absolute_url()
    tabs = [Tab(label=_("All"), url=url, is_on=not logged)]
    tabs += [
        Tab(label=group.label, url=f"{url}?outcome={group}", is_on=logged == group)
        for group in Logged
    ]
    return tabs


@login_required
@require_GET
def inbound_delivery(request: Request, pk: int) -> HttpResponse:
    """Show one thing that was sent, what was answered, and how it would be read now."""
    return _delivery(request, queries.get_delivery(pk, for_user=request.user))


def _delivery(request: Request, delivery: Delivery, *, status: int = 200) -> HttpResponse:
    source = delivery.source
    may_repeat = delivery.may_be_repeated and source.revoked_at is None
    shown: dict[str, Any] = {
        "delivery": delivery,
        "source": source,
        "body": indented(delivery.body),
        "answer": json.dumps(delivery.answer, ensure_ascii=False, indent=2),
        "repeats": queries.list_repeats(delivery),
        "may_repeat": may_repeat,
        "kept_days": settings.TWINTRACK["keep_deliveries_days"],
    }
    if may_repeat:
        template = Template(
            paths=source.paths, defaults=source.defaults, value_maps=source.value_maps
        )
        body = delivery.body.encode()
        shown["trial"] = try_out(body, source=source, template=template, at=timezone.now())
    return render_page(request, DELIVERY, shown, regions=("delivery",), status=status)


@login_required
@require_POST
def inbound_again(request: Request, pk: int) -> HttpResponse:
    """Let in once more what was refused or held."""
    delivery = queries.get_delivery(pk, for_user=request.user)
    try:
        again = operations.deliver_again(delivery=delivery, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
        return redirect(delivery.get_absolute_url())
    is_taken = again.outcome not in {DeliveryOutcome.REFUSED, DeliveryOutcome.HELD}
    outcome = DeliveryOutcome(again.outcome).label
    words = _("Let in once more: %(outcome)s.") % {"outcome": outcome}
    keep_toast(request, words, tone="ok" if is_taken else "bad")
    return redirect(again.get_absolute_url())
