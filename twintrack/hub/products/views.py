"""Pages of products."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products import operations, queries
from twintrack.hub.products.forms import ModuleForm, ProductForm, VersionForm
from twintrack.hub.products.models import Product
from twintrack.ui.dialogs import leave_for, render_form

DETAIL = "products/product_detail.html"


@login_required
@require_GET
def product_list(request: Request) -> HttpResponse:
    products = queries.list_products(for_user=request.user)
    shown = {"products": products, "may_manage": may(request.user, Act.MANAGE_PRODUCTS)}
    return render(request, "products/product_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def product_new(request: Request) -> HttpResponse:
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = operations.add_product(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except operations.NameTaken as refusal:
            form.add_error("code", str(refusal.message))
        else:
            return leave_for(request, reverse("product-detail", args=[product.code]))
    return render_form(request, "products/product_new.html", form)


@login_required
@require_GET
def product_detail(request: Request, code: str) -> HttpResponse:
    product = queries.get_product(code, for_user=request.user)
    return _detail(request, product, module_form=ModuleForm(), version_form=VersionForm())


@login_required
@require_POST
def product_modules(request: Request, code: str) -> HttpResponse:
    form = ModuleForm(request.POST)
    product = queries.get_product(code, for_user=request.user)
    if _added(form, product, operations.add_module, request):
        return redirect("product-detail", code)
    return _detail(request, product, module_form=form, version_form=VersionForm())


@login_required
@require_POST
def product_versions(request: Request, code: str) -> HttpResponse:
    form = VersionForm(request.POST)
    product = queries.get_product(code, for_user=request.user)
    if _added(form, product, operations.add_version, request):
        return redirect("product-detail", code)
    return _detail(request, product, module_form=ModuleForm(), version_form=form)


def _added(
    form: forms.Form, product: Product, operation: Callable[..., Any], request: Request
) -> bool:
    if not form.is_valid():
        return False
    try:
        operation(product=product, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        form.add_error("name", str(refusal.message))
        return False
    return True


def _detail(request: Request, product: Product, **forms_shown: forms.Form) -> HttpResponse:
    shown = {
        "product": product,
        "modules": queries.list_modules(product),
        "versions": queries.list_versions(product),
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
        **forms_shown,
    }
    failed = any(form.errors for form in forms_shown.values())
    return render(request, DETAIL, shown, status=422 if failed else 200)
