"""How an address reads what it is sent: a sample, which value says what, a trial."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import list_products
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.forms import (
    Surroundings,
    TemplateForm,
    guessed,
    initial_of,
    words_in,
)
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.paths import Leaf, list_leaves
from twintrack.sales.intake.sampling import SampleEmpty, SampleWrong, guess_paths, read_sample
from twintrack.sales.intake.trial import Trial, try_out
from twintrack.sales.intake.views.tree import branches
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = "intake/inbound_template.html"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What was pasted: the text as typed, and what it holds or why it cannot be read."""

    text: str
    body: Any = None
    leaves: tuple[Leaf, ...] = ()
    error: str = ""


def _read(text: str, *, may_be_empty: bool = False) -> Sample:
    try:
        body = read_sample(text)
    except SampleWrong as wrong:
        is_fine = may_be_empty and isinstance(wrong, SampleEmpty)
        return Sample(text=text, error="" if is_fine else str(wrong.message))
    return Sample(text=text, body=body, leaves=tuple(list_leaves(body)))


def _around(request: Request, source: InboundSource, sample: Sample) -> Surroundings:
    names = list(list_products(for_user=request.user).values_list("code", "name"))
    return Surroundings(
        leaves=sample.leaves,
        body=sample.body,
        products=names,
        product_names=queries.known_names(for_user=request.user)["product"],
        unknown=queries.unknown_words(source),
    )


def _page(
    request: Request,
    source: InboundSource,
    sample: Sample,
    form: TemplateForm,
    *,
    trial: Trial | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = list(form.lines())
    shown = {
        "source": source,
        "sample": sample,
        "form": form,
        "lines": lines,
        "branches": branches(sample.leaves, lines),
        "trial": trial,
        "latest": queries.list_deliveries(source).first(),
    }
    return render_page(request, PAGE, shown, regions=("template",), status=status)


@login_required
@require_http_methods(["GET", "POST"])
def inbound_template(request: Request, pk: int) -> HttpResponse:
    """Show how an address reads what it is sent, or keep it anew."""
    source = queries.get_source(pk, for_user=request.user)
    if request.method == "POST":
        return _save(request, source)
    sample = _first_sample(request, source)
    values = initial_of(source)
    if sample.leaves and not source.paths:
        values = guessed(_guess(request, sample), values)
    form = TemplateForm(initial=values, source=source, around=_around(request, source, sample))
    return _page(request, source, sample, form)


def _first_sample(request: Request, source: InboundSource) -> Sample:
    wanted = request.GET.get("delivery", "")
    if wanted.isdecimal():
        delivery = queries.get_delivery(int(wanted), for_user=request.user)
        sample = _read(delivery.body)
        return sample if sample.error else _read(_pretty(sample.body))
    return _read(_pretty(source.sample) if source.sample else "", may_be_empty=True)


def _pretty(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _guess(request: Request, sample: Sample) -> dict[str, str]:
    return guess_paths(sample.leaves, queries.known_names(for_user=request.user))


def _save(request: Request, source: InboundSource) -> HttpResponse:
    sample = _read(request.POST.get("sample", ""), may_be_empty=True)
    around = _around(request, source, sample)
    form = TemplateForm(request.POST, source=source, around=around)
    if form.is_valid() and not sample.error:
        with attempt(form):
            operations.change_source(
                source=source,
                template=form.template(sample.body),
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("From now on it is read like this."))
            return _leave(request, source)
    return _page(request, source, sample, form, status=422)


def _leave(request: Request, source: InboundSource) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": source.get_absolute_url()})
    return redirect(source.get_absolute_url())


@login_required
@require_POST
def inbound_sample(request: Request, pk: int) -> HttpResponse:
    """Read what was pasted and guess which value says what; nothing is written."""
    source = queries.get_source(pk, for_user=request.user)
    sample = _read(request.POST.get("sample", ""))
    values: dict[str, Any] = {**request.POST.dict(), "words": words_in(request.POST)}
    if sample.leaves:
        values = guessed(_guess(request, sample), values)
    form = TemplateForm(initial=values, source=source, around=_around(request, source, sample))
    return _page(request, source, sample, form, status=422 if sample.error else 200)


@login_required
@require_POST
def inbound_trial(request: Request, pk: int) -> HttpResponse:
    """Show what feedback the sample would become; nothing is written."""
    source = queries.get_source(pk, for_user=request.user)
    sample = _read(request.POST.get("sample", ""))
    around = _around(request, source, sample)
    form = TemplateForm(request.POST, source=source, around=around)
    if not form.is_valid() or sample.error:
        return _page(request, source, sample, form, status=422)
    trial = try_out(
        sample.text.encode(errors="replace"),
        source=source,
        template=form.template(sample.body),
        at=timezone.now(),
    )
    return _page(request, source, sample, form, trial=trial)
