"""The versions of a product, edited in place."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products import operations, queries
from twintrack.hub.products.forms import VersionEditForm, VersionForm
from twintrack.hub.products.models import Product, Version
from twintrack.ui.regions import render_panel

PAGE = "products/versions.html"
BESIDE_NAME: Beside = {Refusal: "name"}
BESIDE: Beside = {
    operations.NameTaken: "name",
    operations.KeptElsewhere: "name",
    Refusal: "withdrawn_on",
}


@login_required
@require_http_methods(["GET", "POST"])
def versions(request: Request, code: str) -> HttpResponse:
    """Show the versions of a product; add one."""
    product = queries.get_product(code, for_user=request.user)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE_NAME):
            operations.add_version(
                product=product, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return _done(request, product)
    is_adding = request.method == "POST" or "add" in request.GET
    return _list(request, product, form=form if is_adding else None)


@login_required
@require_http_methods(["GET", "POST"])
def version(request: Request, code: str, pk: int) -> HttpResponse:
    """Change a version's name and days, in its place in the list."""
    check_may(request.user, Act.MANAGE_PRODUCTS)
    product = queries.get_product(code, for_user=request.user)
    edited = queries.get_version(product, pk)
    form = VersionEditForm(request.POST or None, version=edited)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            before, values = form.changes()
            operations.change_version(
                version=edited, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _done(request, product)
    return _list(request, product, form=form, edited=edited)


def _done(request: Request, product: Product) -> HttpResponse:
    if request.htmx:
        return _list(request, product)
    return redirect("product-detail", product.code)


def _list(
    request: Request,
    product: Product,
    *,
    form: forms.Form | None = None,
    edited: Version | None = None,
) -> HttpResponse:
    shown = {
        "product": product,
        "versions": queries.list_versions(product),
        "form": form,
        "edited": edited,
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
    }
    return render_panel(request, PAGE, shown, form=form)
