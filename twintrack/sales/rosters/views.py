"""Files of customers: sent, looked through, taken in, taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.rosters import operations, queries
from twintrack.sales.rosters.forms import CustomerColumnsForm, CustomerFileForm, PolicyForm
from twintrack.sales.rosters.lifecycle import Decision, Outcome, State
from twintrack.sales.rosters.matching import WORDS
from twintrack.sales.rosters.models import CustomerImport
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import toast

SHOWN = 100
# Fields by which one recognises a row.
TELLING = ("company", "owner", "name", "phone", "email")


@login_required
@require_GET
def customer_imports(request: Request) -> HttpResponse:
    check_may(request.user, Act.IMPORT_CUSTOMERS)
    shown = {"runs": queries.list_imports(for_user=request.user)[:SHOWN]}
    return render_page(request, "rosters/import_list.html", shown, regions=())


@login_required
@require_http_methods(["GET", "POST"])
def customer_import_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.IMPORT_CUSTOMERS)
    form = CustomerFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with attempt(form, "file"):
            run = operations.send(
                data=file.read(), name=file.name, by=request.user, at=timezone.now()
            )
            return leave_for(request, run.get_absolute_url())
    return render_form(request, "rosters/import_new.html", form)


@login_required
@require_GET
def customer_import(request: Request, number: str) -> HttpResponse:
    """Show how far a file is, and what becomes of its rows."""
    check_may(request.user, Act.IMPORT_CUSTOMERS)
    run = queries.get_import(number, for_user=request.user)
    counts = queries.count_outcomes(run)
    chosen = request.GET.get("outcome", "")
    chosen = chosen if chosen in Outcome.values else _telling(counts)
    rows = list(queries.list_rows(run, outcome=chosen)[:SHOWN])
    handled = sum(n for each, n in counts.items() if each != Outcome.WAITING)
    shown = {
        "run": run,
        "counts": [(each, count) for each, count in counts.items()],
        "outcome": chosen,
        "rows": [(row, WORDS.get(row.reason, "")) for row in rows],
        "is_cut": len(rows) == SHOWN,
        "shown": SHOWN,
        "percent": 100 * handled // run.total if run.total else 100,
        "columns": [run.mapping[each] for each in TELLING if each in run.mapping],
        "columns_form": CustomerColumnsForm(run=run),
        "policy_form": PolicyForm(),
        "decisions": Decision.choices,
        "same": queries.find_same(run) if run.state == State.CHECKED else None,
    }
    return render_page(request, "rosters/import_detail.html", shown, regions=("run",))


def _telling(counts: dict[Outcome, int]) -> str:
    """Choose the rows that one has to look at first."""
    first = (Outcome.WRONG, Outcome.MATCHED, Outcome.KEPT)
    return next((each.value for each in first if each in counts), "")


@login_required
@require_POST
def customer_import_columns(request: Request, number: str) -> HttpResponse:
    run = queries.get_import(number, for_user=request.user)
    form = CustomerColumnsForm(request.POST, run=run)
    with pressed(request):
        mapping = form.mapping() if form.is_valid() else {}
        operations.remap(run=run, mapping=mapping, by=request.user, at=timezone.now())
    return redirect(run.get_absolute_url())


@login_required
@require_POST
def customer_import_decision(request: Request, number: str) -> HttpResponse:
    """Say what becomes of one row whose customer is known."""
    run = queries.get_import(number, for_user=request.user)
    line = request.POST.get("line", "")
    row = queries.get_row(run, int(line) if line.isdecimal() and len(line) < 10 else 0)
    decision = request.POST.get("decision", "")
    with pressed(request):
        operations.decide(
            row=row,
            decision=decision,
            by=request.user,
            at=timezone.now(),
        )
        if request.htmx:
            choice = dict(Decision.choices).get(decision, _("As for all"))
            said = _("Line %(line)s: %(choice)s") % {"line": row.line, "choice": choice}
            return toast(HttpResponse(status=204), said)
    return _back(run)


@login_required
@require_POST
def customer_import_start(request: Request, number: str) -> HttpResponse:
    run = queries.get_import(number, for_user=request.user)
    with pressed(request):
        policy = request.POST.get("policy", "")
        operations.start(run=run, policy=policy, by=request.user, at=timezone.now())
    return redirect(run.get_absolute_url())


@login_required
@require_POST
def customer_import_undo(request: Request, number: str) -> HttpResponse:
    run = queries.get_import(number, for_user=request.user)
    with pressed(request):
        operations.undo(run=run, by=request.user, at=timezone.now())
    return redirect(run.get_absolute_url())


def _back(run: CustomerImport) -> HttpResponse:
    return redirect(f"{run.get_absolute_url()}?outcome={Outcome.MATCHED.value}")
