"""Pages of the catalogue and of price books."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.money.templatetags.money import rate
from twintrack.foundation.people.http import Request
from twintrack.sales.pricing import operations, queries
from twintrack.sales.pricing.forms import (
    BookEditForm,
    BookForm,
    CostForm,
    ItemChoiceForm,
    ItemEditForm,
    ItemFilterForm,
    ItemForm,
    PriceFileForm,
    TiersForm,
)
from twintrack.sales.pricing.importing import Trouble, read_prices
from twintrack.sales.pricing.models import PriceBook
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting
from twintrack.ui.toasts import keep_toast

CHOICES = 20
VIEWS = (("on_sale", gettext_lazy("On sale")), ("all", gettext_lazy("All")))
HEADS = (
    Head(label=gettext_lazy("Code of the item"), key="code", by=("code",)),
    Head(label=gettext_lazy("Name")),
    Head(label=gettext_lazy("Kind")),
    Head(label=gettext_lazy("Unit")),
    Head(label=gettext_lazy("Tax rate"), key="tax", by=("tax_rate",), numeric=True),
    Head(label=gettext_lazy("Product")),
)
BESIDE_ITEM: Beside = {
    operations.CodeImpossible: "code",
    operations.CodeTaken: "code",
    operations.TaxImpossible: "tax_rate",
}
BESIDE_BOOK: Beside = {
    operations.NameTaken: "name_zh",
    operations.DaysReversed: "valid_to",
    Refusal: None,
}


@login_required
@require_GET
def item_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_PRICES)
    view = "all" if request.GET.get("view") == "all" else "on_sale"
    form = ItemFilterForm(request.GET)
    form.is_valid()
    text, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    rows = queries.list_items(for_user=request.user, text=text, kind=kind)
    if view == "on_sale":
        rows = rows.filter(is_active=True)
    table = sorting(request, HEADS, usual=("code", "pk"))
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "count": rows.count(),
        "may_manage": may(request.user, Act.MANAGE_PRICES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "pricing/item_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def item_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRICES)
    form = ItemForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE_ITEM):
            item = operations.add_item(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("catalogue-item", args=[item.code]))
    return render_form(request, "pricing/item_new.html", form)


@login_required
@require_GET
def item_detail(request: Request, code: str) -> HttpResponse:
    item = queries.get_item(code, for_user=request.user)
    may_see_costs = may(request.user, Act.SEE_COSTS)
    shown = {
        "item": item,
        "books": queries.list_books_with(item, for_user=request.user),
        "costs": queries.list_costs(item, for_user=request.user)[:20] if may_see_costs else (),
        "may_see_costs": may_see_costs,
        "may_manage": may(request.user, Act.MANAGE_PRICES),
    }
    return render_page(request, "pricing/item_detail.html", shown, regions=("head",))


@login_required
@require_http_methods(["GET", "POST"])
def item_edit(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRICES)
    item = queries.get_item(code, for_user=request.user)
    form = ItemEditForm(request.POST or None, item=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, BESIDE_ITEM):
            operations.change_item(
                item=item, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("catalogue-item", args=[item.code]))
    return render_form(request, "pricing/item_edit.html", form, item=item)


@login_required
@require_http_methods(["GET", "POST"])
def item_cost(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRICES)
    item = queries.get_item(code, for_user=request.user)
    form = CostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.set_cost(item=item, **form.cleaned_data, by=request.user, at=timezone.now())
            return leave_for(request, reverse("catalogue-item", args=[item.code]))
    return render_form(request, "pricing/item_cost.html", form, item=item)


@login_required
@require_GET
def item_choices(request: Request) -> JsonResponse:
    """Find what is on sale for a field that asks while one types, with prices in a named book."""
    check_may(request.user, Act.SEE_PRICES)
    text = request.GET.get("q", "").strip()
    rows = queries.list_items(for_user=request.user, text=text).filter(is_active=True)
    found = list(rows[:CHOICES])
    hints = {each.pk: each.code for each in found}
    if key := key_of(request.GET.get("book", "")):
        book = queries.get_book(key, for_user=request.user)
        tiers = queries.tiers_in(book, list(hints))
        hints = {pk: f"{code} · {_priced(tiers.get(pk), book)}" for pk, code in hints.items()}
    items = [{"value": each.pk, "text": each.name, "hint": hints[each.pk]} for each in found]
    return JsonResponse({"items": items})


def _priced(tiers: list[queries.Tier] | None, book: PriceBook) -> str:
    """Say what an item costs in a book: one price, or from which quantity which."""
    if not tiers:
        return _("no price in this book")
    if len(tiers) == 1 and tiers[0].from_quantity <= 1:
        return exact(tiers[0].amount, book.currency)
    told = (f"≥ {rate(each.from_quantity)} {exact(each.amount, book.currency)}" for each in tiers)
    # A quantity and its price stand in one line.
    return " · ".join(each.replace(" ", "\N{NO-BREAK SPACE}") for each in told)


@login_required
@require_GET
def book_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_PRICES)
    rows = queries.list_books(for_user=request.user)
    order = ("-valid_from", "-pk")
    shown = {
        "page": key_page(rows, order=order, after=request.GET.get("after", "")),
        "count": rows.count(),
        "today": timezone.localdate(),
        "may_manage": may(request.user, Act.MANAGE_PRICES),
    }
    return render_page(request, "pricing/book_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def book_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRICES)
    form = BookForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE_BOOK):
            book = operations.open_book(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("price-book-detail", args=[book.pk]))
    return render_form(request, "pricing/book_new.html", form)


@login_required
@require_GET
def book_detail(request: Request, pk: int) -> HttpResponse:
    book = queries.get_book(pk, for_user=request.user)
    version = request.GET.get("version", "")
    then = int(version) if version.isdecimal() and int(version) < book.version else None
    shown = {
        "book": book,
        "then": then,
        "prices": queries.list_prices(book, version=then),
        "changes": queries.list_changes(book),
        "today": timezone.localdate(),
        "may_manage": may(request.user, Act.MANAGE_PRICES) and then is None,
    }
    return render_page(request, "pricing/book_detail.html", shown, regions=("head", "prices"))


@login_required
@require_http_methods(["GET", "POST"])
def book_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PRICES)
    book = queries.get_book(pk, for_user=request.user)
    form = BookEditForm(request.POST or None, book=book, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, BESIDE_BOOK):
            operations.change_book(
                book=book, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("price-book-detail", args=[book.pk]))
    return render_form(request, "pricing/book_edit.html", form, book=book)


@login_required
@require_http_methods(["GET", "POST"])
def book_price(request: Request, pk: int) -> HttpResponse:
    """Set the tiers of one item, which the address names; without one it is chosen first."""
    check_may(request.user, Act.MANAGE_PRICES)
    book = queries.get_book(pk, for_user=request.user)
    code = request.POST.get("item") or request.GET.get("item", "")
    if not code:
        items = queries.list_items(for_user=request.user).filter(is_active=True)
        return render_form(
            request, "pricing/book_item.html", ItemChoiceForm(items=items), book=book
        )
    item = queries.get_item(code, for_user=request.user)
    form = TiersForm(request.POST or None, tiers=queries.tiers_of(book, item))
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.set_prices(
                book=book, item=item, tiers=form.tiers(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("price-book-detail", args=[book.pk]))
    return render_form(request, "pricing/book_price.html", form, book=book, item=item)


@login_required
@require_http_methods(["GET", "POST"])
def book_import(request: Request, pk: int) -> HttpResponse:
    """Set many prices from a file: all of it, or with any line that is wrong nothing."""
    check_may(request.user, Act.MANAGE_PRICES)
    book = queries.get_book(pk, for_user=request.user)
    form = PriceFileForm(request.POST or None, request.FILES or None)
    troubles: list[Trouble] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with attempt(form, "file"):
            known = queries.codes_known()
            found = read_prices(file.read(), file.name, known=known)
            troubles = found.troubles
            if not troubles:
                changed = operations.import_prices(
                    book=book,
                    prices={known[code]: tiers for code, tiers in found.tiers.items()},
                    by=request.user,
                    at=timezone.now(),
                )
                said = ngettext(
                    "The prices of %(n)d item changed", "The prices of %(n)d items changed", changed
                )
                keep_toast(request, said % {"n": changed})
                return leave_for(request, reverse("price-book-detail", args=[book.pk]))
            form.add_error("file", _("Nothing was changed: some lines cannot be used."))
    shown = {"book": book, "troubles": troubles[:50]}
    return render_form(request, "pricing/book_import.html", form, **shown)
