"""How many of a product are in use, week by week."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products import operations, queries
from twintrack.hub.products.forms import ExposureForm
from twintrack.hub.products.models import Product
from twintrack.ui.regions import render_panel

PAGE = "products/exposure.html"


@login_required
@require_http_methods(["GET", "POST"])
def exposure(request: Request, code: str) -> HttpResponse:
    """Show the course of a product; enter weeks, one by one or as a pasted table."""
    product = queries.get_product(code, for_user=request.user)
    form = ExposureForm(request.POST or None, product=product)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "table"):
            operations.note_exposure(
                product=product, rows=form.rows, by=request.user, at=timezone.now()
            )
            if request.htmx:
                return _course(request, product, None)
            return redirect("product-detail", code)
    is_adding = request.method == "POST" or "add" in request.GET
    return _course(request, product, form if is_adding else None)


def _course(request: Request, product: Product, form: ExposureForm | None) -> HttpResponse:
    weeks = queries.list_weeks(product)
    shown = {
        "product": product,
        "weeks": weeks,
        "course": [(each.week, each.total) for each in reversed(weeks)],
        "form": form,
        "may_manage": may(request.user, Act.MANAGE_PRODUCTS),
    }
    return render_panel(request, PAGE, shown, form=form)
