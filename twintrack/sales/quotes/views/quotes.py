"""Lists of quotes, single ones, their versions side by side, and their papers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.pricing.models import PriceBook
from twintrack.sales.pricing.queries import books_for
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.arithmetic import percent
from twintrack.sales.quotes.comparing import compare
from twintrack.sales.quotes.forms import DealForm, QuoteFilterForm, QuoteForm, TermsForm
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.paper import draw, file_name
from twintrack.sales.quotes.views.page import show
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import few_of, key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

LIST = "quotes/quote_list.html"
IN_PANEL = 20
OF_CUSTOMER = 4
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("waiting", gettext_lazy("For my approval")),
    ("sent", gettext_lazy("With the customer")),
    ("expiring", gettext_lazy("Expiring soon")),
    ("all", gettext_lazy("All")),
)
HEADS = (
    Head(label=gettext_lazy("Number")),
    Head(label=gettext_lazy("Quote"), key="title", by=("quote__title",)),
    Head(label=gettext_lazy("Customer"), key="customer", by=("quote__customer__name",)),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Amount"), key="amount", by=("currency", "gross"), numeric=True),
    Head(label=gettext_lazy("Discount"), numeric=True),
    Head(label=gettext_lazy("Valid until"), key="until", by=("valid_until",)),
    Head(label=gettext_lazy("Quote → sign"), numeric=True),
    Head(label=gettext_lazy("Owner"), key="owner", by=("quote__owner__name",)),
)
BESIDE: Beside = {
    operations.CurrencyDiffers: "book",
    operations.BookNotValid: "book",
    operations.ItemNotPriced: "book",
    operations.TermsImpossible: "valid_until",
    Refusal: None,
}


def _rows(view: str, form: QuoteFilterForm, user: User) -> QuerySet[QuoteVersion]:
    wanted = form.wanted(view, user=user, today=timezone.localdate())
    rows = queries.list_quotes(for_user=user, wanted=wanted)
    if view == "waiting":
        rows = rows.filter(pk__in=queries.list_waiting_for(user).values("pk"))
    return rows


@login_required
@require_GET
def quote_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_PRICES)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = QuoteFilterForm(request.GET)
    rows = _rows(view, form, request.user)
    table = sorting(request, HEADS, usual=("-pk",))
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "count": rows.count(),
        "today": timezone.localdate(),
        "may_write": may(request.user, Act.WRITE_QUOTES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows",))


def _books(opportunity: Opportunity, user: User) -> QuerySet[PriceBook]:
    return books_for(
        opportunity.customer,
        currency=opportunity.currency,
        on=timezone.localdate(),
        for_user=user,
    )


@login_required
@require_http_methods(["GET", "POST"])
def quote_begin(request: Request) -> HttpResponse:
    """Ask for which opportunity a quote is, from wherever one is."""
    check_may(request.user, Act.WRITE_QUOTES)
    form = DealForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["opportunity"].number
        return leave_for(request, reverse("quote-new", args=[number]))
    return render_form(request, "quotes/quote_begin.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def quote_new(request: Request, number: str) -> HttpResponse:
    """Begin a quote for an opportunity."""
    check_may(request.user, Act.WRITE_QUOTES)
    opportunity = get_opportunity(number, for_user=request.user)
    books = _books(opportunity, request.user)
    form = QuoteForm(
        request.POST or None,
        opportunity=opportunity,
        books=books,
        today=timezone.localdate(),
        language="zh-hans" if opportunity.currency == "CNY" else "en",
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            quote = operations.draft_quote(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("quote-detail", args=[quote.number]))
    shown = {"opportunity": opportunity, "has_books": books.exists()}
    return render_form(request, "quotes/quote_new.html", form, **shown)


@login_required
@require_GET
def quote_detail(request: Request, number: str) -> HttpResponse:
    return show(request, queries.get_version(number, for_user=request.user))


@login_required
@require_GET
def quote_version(request: Request, number: str, pk: int) -> HttpResponse:
    """Show one version by its ordinal."""
    return show(request, queries.get_version(number, pk, for_user=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def quote_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_QUOTES)
    version = queries.get_version(number, for_user=request.user)
    books = _books(version.quote.opportunity, request.user)
    form = TermsForm(request.POST or None, version=version, books=books)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, BESIDE):
            operations.change_terms(
                version=version, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("quote-detail", args=[number]))
    return render_form(request, "quotes/quote_edit.html", form, version=version)


@login_required
@require_GET
def quote_paper(request: Request, number: str, pk: int) -> HttpResponse:
    """Give the paper of a version as PDF."""
    version = queries.get_version(number, pk, for_user=request.user)
    [pdf] = draw(version)
    name = file_name(version)
    kept = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=kept)


@login_required
@require_GET
def quote_comparison(request: Request, number: str) -> HttpResponse:
    """Show two versions side by side, the last two if none are named."""
    quote = queries.get_quote(number, for_user=request.user)
    versions = list(queries.list_versions_of(quote))
    asked = [key_of(request.GET.get(name, "")) for name in ("from", "to")]
    newest = versions[0].ordinal
    ordinals = [asked[0] or max(newest - 1, 1), asked[1] or newest]
    before, after = (queries.get_version(number, each, for_user=request.user) for each in ordinals)
    lines = (list(each.lines.select_related("item")) for each in (before, after))
    shown = {
        "quote": quote,
        "versions": versions,
        "before": before,
        "after": after,
        "pairs": compare(*lines),
        "may_see_costs": may(request.user, Act.SEE_COSTS),
        **_difference(before, after),
    }
    return render_page(request, "quotes/quote_comparison.html", shown, regions=())


def _difference(before: QuoteVersion, after: QuoteVersion) -> dict[str, Decimal | None]:
    """Say how much more or less the later one comes to, where both are in one currency."""
    if before.currency != after.currency:
        return {"difference": None}
    difference = after.gross - before.gross
    share = percent(abs(difference), before.gross)
    return {"difference": difference, "less": -difference, "percent": share}


@panel("quotes/quote_panel.html")
def opportunity_quotes(request: Request, number: str) -> dict[str, Any]:
    """Show the quotes of an opportunity on its page, with the clock of the newest."""
    opportunity = get_opportunity(number, for_user=request.user)
    check_may(request.user, Act.SEE_PRICES)
    rows = list(queries.list_of_opportunity(opportunity, for_user=request.user)[:IN_PANEL])
    sent = [each for each in rows if each.quote.first_sent_at]
    return {
        "opportunity": opportunity,
        "subject": opportunity,
        "live": f"quote opportunity:{opportunity.pk}",
        "panel_url": reverse("opportunity-quotes", args=[number]),
        "versions": rows,
        "clock": queries.clock_of(sent[0].quote, now=timezone.now()) if sent else None,
        "today": timezone.localdate(),
        "may_write": may(request.user, Act.WRITE_QUOTES) and opportunity.is_open,
    }


@panel("quotes/quote_panel.html")
def customer_quotes(request: Request, number: str) -> dict[str, Any]:
    """Show the quotes of a customer on its page."""
    customer = get_customer(number, for_user=request.user)
    check_may(request.user, Act.SEE_PRICES)
    rows = queries.list_of_customer(customer, for_user=request.user)
    few = few_of(rows, OF_CUSTOMER, are_there=has("customer", customer.pk, "quotes"))
    return {
        "subject": customer,
        "few": few,
        "number": number,
        "live": f"quote customer:{customer.pk}",
        "panel_url": reverse("customer-quotes", args=[number]),
        "versions": few.items,
        "today": timezone.localdate(),
    }
