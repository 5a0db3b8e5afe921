"""The list of products, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products import operations, queries
from twintrack.hub.products.forms import ProductEditForm, ProductForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

DETAIL = "products/product_detail.html"


@login_required
@require_GET
def product_list(request: Request) -> HttpResponse:
    rows = queries.with_counts(queries.list_products(for_user=request.user))
    page = key_page(rows, order=("name", "pk"), after=request.GET.get("after", ""), size=30)
    standings = queries.standings_of(page.items)
    shown = {
        "page": page,
        "rows": [(product, standings[product.pk]) for product in page.items],
        "count": rows.count(),
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
    }
    return render_page(request, "products/product_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def product_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRODUCTS)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.NameTaken: "code"}):
            product = operations.add_product(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("product-detail", args=[product.code]))
    return render_form(request, "products/product_new.html", form)


@login_required
@require_GET
def product_detail(request: Request, code: str) -> HttpResponse:
    product = queries.get_product(code, for_user=request.user)
    weeks = queries.list_weeks(product)
    shown = {
        "product": product,
        "teams": queries.list_teams(product),
        "branches": queries.module_tree(product),
        "versions": queries.list_versions(product),
        "weeks": weeks,
        "course": [(each.week, each.total) for each in reversed(weeks)],
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
    }
    return render_page(request, DETAIL, shown, regions=("head", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def product_edit(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRODUCTS)
    product = queries.get_product(code, for_user=request.user)
    form = ProductEditForm(request.POST or None, product=product)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "teams"):
            operations.change_product(
                product=product, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("product-detail", args=[code]))
    return render_form(request, "products/product_edit.html", form, product=product)
