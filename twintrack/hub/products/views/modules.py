"""The tree of a product's modules, edited in place."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products import operations, queries
from twintrack.hub.products.forms import ModuleEditForm, ModuleForm
from twintrack.hub.products.models import Module, Product
from twintrack.ui.regions import render_panel

PAGE = "products/modules.html"
BESIDE_NAME: Beside = {Refusal: "name"}
BESIDE: Beside = {operations.NameTaken: "name", Refusal: "parent"}


@login_required
@require_http_methods(["GET", "POST"])
def modules(request: Request, code: str) -> HttpResponse:
    """Show the modules of a product; add one, under another where `below` names it."""
    product = queries.get_product(code, for_user=request.user)
    form = ModuleForm(
        request.POST or None, product=product, initial={"parent": request.GET.get("below", "")}
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE_NAME):
            operations.add_module(
                product=product, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return _done(request, product)
    is_adding = request.method == "POST" or "below" in request.GET
    return _tree(request, product, form=form if is_adding else None)


@login_required
@require_http_methods(["GET", "POST"])
def module(request: Request, code: str, pk: int) -> HttpResponse:
    """Rename a module or put it elsewhere, in its place in the tree."""
    check_may(request.user, Act.MANAGE_PRODUCTS)
    product = queries.get_product(code, for_user=request.user)
    edited = queries.get_module(product, pk)
    form = ModuleEditForm(request.POST or None, module=edited)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            before, values = form.changes()
            operations.change_module(
                module=edited, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _done(request, product)
    return _tree(request, product, form=form, edited=edited)


@login_required
@require_POST
def module_offer(request: Request, code: str, pk: int) -> HttpResponse:
    """Offer a module no more, or again."""
    product = queries.get_product(code, for_user=request.user)
    found = queries.get_module(product, pk)
    if request.POST.get("offered") == "1":
        operations.restore_module(module=found, by=request.user, at=timezone.now())
    else:
        operations.retire_module(module=found, by=request.user, at=timezone.now())
    return _done(request, product)


def _done(request: Request, product: Product) -> HttpResponse:
    if request.htmx:
        return _tree(request, product)
    return redirect("product-detail", product.code)


def _tree(
    request: Request,
    product: Product,
    *,
    form: forms.Form | None = None,
    edited: Module | None = None,
) -> HttpResponse:
    shown = {
        "product": product,
        "branches": queries.module_tree(product),
        "form": form,
        "edited": edited,
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
    }
    return render_panel(request, PAGE, shown, form=form)
