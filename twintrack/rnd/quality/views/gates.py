"""What a product and its modules must keep, and the form of one gate."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import get_module, get_product, module_tree
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.forms import GateForm
from twintrack.rnd.quality.queries.overview import list_gates
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page

# Stands for the whole product where modules stand.
WHOLE = 0


@login_required
@require_GET
def gate_list(request: Request, code: str) -> HttpResponse:
    """Show what is asked of a product and of each of its modules."""
    check_may(request.user, Act.USE)
    product = get_product(code, for_user=request.user)
    gates = {gate.module_id: gate for gate in list_gates(product)}
    shown = {
        "product": product,
        "whole": gates.get(None),
        "rows": [
            (branch, gates.get(branch.module.pk))
            for branch in module_tree(product)
            if not branch.module.is_retired or branch.module.pk in gates
        ],
        "may_set_gates": may(request.user, Act.SET_QUALITY_GATES),
    }
    return render_page(request, "quality/gate_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def gate_edit(request: Request, code: str, pk: int) -> HttpResponse:
    """Set the limits of one gate; `pk` is that of the module, or none of the product."""
    check_may(request.user, Act.SET_QUALITY_GATES)
    product = get_product(code, for_user=request.user)
    module = None if pk == WHOLE else get_module(product, pk)
    gate = list_gates(product).filter(module=module).first()
    form = GateForm(request.POST or None, gate=gate)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.LimitImpossible: "min_pass_rate", StaleEdit: None}):
            operations.set_gate(
                product=product,
                module=module,
                before=form.before,
                limits=form.limits,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("quality-gates", args=[code]))
    return render_form(request, "quality/gate_edit.html", form, product=product, module=module)
