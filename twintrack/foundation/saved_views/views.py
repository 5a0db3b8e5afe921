"""The menu of a list's views, and the page of all of them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.foundation.saved_views import operations, queries
from twintrack.foundation.saved_views.address import address_of_view, label_of, put_in_order
from twintrack.foundation.saved_views.forms import FiltersForm, NewViewForm, ViewForm
from twintrack.foundation.saved_views.models import SavedView
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import SAVED
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast, toast

LIST = "saved_views/view_list.html"
FORM = "saved_views/view_form.html"


class Shown:
    """A view as the menu and the page show it."""

    def __init__(self, view: SavedView, request: Request) -> None:
        self.view = view
        self.url = address_of_view(view.place, view.query, view.pk)
        self.place = label_of(view.place)
        self.is_mine = view.owner_id == request.user.pk
        self.may_change = view.may_be_changed_by(request.user)


def _filters_now(request: Request) -> str:
    """Give the filters of the list from which its menu is opened: they change while one types."""
    current = request.headers.get("HX-Current-URL")
    asked = urlsplit(current).query if current else request.GET.get("now", "")
    return put_in_order(QueryDict(asked))


@login_required
@require_GET
def view_list(request: Request) -> HttpResponse:
    """All views; or, for the menu of a list, those of the list (`place`) at its filters (`now`)."""
    check_may(request.user, Act.USE)
    place, now = request.GET.get("place", ""), _filters_now(request)
    views = queries.list_views(for_user=request.user, place=place)
    current = queries.find_view(request.GET.get(SAVED, ""), for_user=request.user, place=place)
    page = key_page(views, order=("name", "pk"), after=request.GET.get("after", ""), size=100)
    new = QueryDict(mutable=True)
    new["place"], new["query"] = place, now
    shown = {
        "page": page,
        "views": [Shown(view, request) for view in page.items],
        "current": Shown(current, request) if current else None,
        "now": now,
        "new_url": f"{reverse('view-new')}?{new.urlencode()}",
    }
    return render_page(request, LIST, shown, regions=("views", "rows"))


@login_required
@require_http_methods(["GET", "POST"])
def view_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    seen = {"place": request.GET.get("place", ""), "query": request.GET.get("query", "")}
    form = NewViewForm(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.ViewNameTaken: "name", operations.ViewTooLong: None}):
            given = form.cleaned_data
            view = operations.save_view(
                place=given["place"],
                name=given["name"],
                query=given["query"],
                is_shared=given["is_shared"],
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("Saved as “%(name)s”") % {"name": view.name})
            return leave_for(request, address_of_view(view.place, view.query, view.pk))
    return render_form(request, FORM, form, title=_("Save as a view"))


@login_required
@require_http_methods(["GET", "POST"])
def view_edit(request: Request, pk: int) -> HttpResponse:
    """Another name, and whether everybody may use it."""
    view = queries.get_view(pk, for_user=request.user)
    seen = {"name": view.name, "is_shared": view.is_shared}
    form = ViewForm(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            before, after = form.changes()
            view = operations.change_view(
                view=view, before=before, after=after, by=request.user, at=timezone.now()
            )
            return leave_for(request, address_of_view(view.place, view.query, view.pk))
    return render_form(request, FORM, form, title=_("Rename or share"))


@login_required
@require_POST
def view_filters(request: Request, pk: int) -> HttpResponse:
    """Let the view have the filters that its list has now."""
    form = FiltersForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    view = operations.change_view(
        view=queries.get_view(pk, for_user=request.user),
        before={"query": given.get("before", "")},
        after={"query": given.get("query", "")},
        by=request.user,
        at=timezone.now(),
    )
    keep_toast(request, _("“%(name)s” has these filters now") % {"name": view.name})
    return redirect(address_of_view(view.place, view.query, view.pk))


@login_required
@require_POST
def view_remove(request: Request, pk: int) -> HttpResponse:
    view = operations.remove_view(
        view=queries.get_view(pk, for_user=request.user), by=request.user, at=timezone.now()
    )
    said = _("The view “%(name)s” is taken away") % {"name": view.name}
    keep_toast(request, said, undo_url=reverse("view-restore", args=[pk]))
    return redirect("view-list")


@login_required
@require_POST
def view_restore(request: Request, pk: int) -> HttpResponse:
    view = operations.restore_view(
        view=queries.get_view(pk, for_user=request.user, removed=True),
        by=request.user,
        at=timezone.now(),
    )
    said = _("“%(name)s” is back") % {"name": view.name}
    return toast(HttpResponse(status=204), said, url=address_of_view(view.place, view.query, pk))
