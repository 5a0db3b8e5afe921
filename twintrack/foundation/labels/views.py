"""The page of labels, and the labels of one object or of several."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.labels import operations, queries
from twintrack.foundation.labels.forms import LabelForm, LabelsForm
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.http import Request
from twintrack.ui.dialogs import is_dialog, leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page, render_panel
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast
from twintrack.ui.undoing import UndoForm, undo_address

LIST = "labels/label_list.html"
PANEL = "labels/labels.html"
SEVERAL = "labels/several.html"


@login_required
@require_GET
def label_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    labels = queries.with_counts(queries.list_labels(for_user=request.user))
    shown = {
        "page": key_page(labels, order=("name", "pk"), after=request.GET.get("after", "")),
        "may_manage": may(request.user, Act.MANAGE_LABELS),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def label_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            operations.add_label(
                name=form.cleaned_data["name"],
                colour=form.cleaned_data["colour"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("label-list"))
    return render_form(request, "labels/label_form.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def label_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LABELS)
    label = queries.get_label(pk, for_user=request.user)
    form = LabelForm(request.POST or None, initial={"name": label.name, "colour": label.colour})
    if request.method == "POST" and form.is_valid():
        before, after = form.changes()
        with attempt(form, "name"):
            operations.change_label(
                label=label, before=before, after=after, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("label-list"))
    return render_form(request, "labels/label_form.html", form, label=label)


@login_required
@require_POST
def label_remove(request: Request, pk: int) -> HttpResponse:
    label = queries.get_label(pk, for_user=request.user)
    operations.remove_label(label=label, by=request.user, at=timezone.now())
    said = _("The label “%(name)s” is removed.") % {"name": label}
    undo = reverse("label-restore", args=[pk])
    if request.htmx:
        return toast(HttpResponse(), said, undo_url=undo)
    keep_toast(request, said, undo_url=undo)
    return redirect("label-list")


@login_required
@require_POST
def label_restore(request: Request, pk: int) -> HttpResponse:
    label = queries.get_label(pk, for_user=request.user, removed=True)
    operations.restore_label(label=label, by=request.user, at=timezone.now())
    return redirect("label-list")


@login_required
def set_labels(request: Request, code: str, pk: int) -> HttpResponse:
    """Put the chosen labels on an object, and take off those that were taken away."""
    about = queries.get_labelled(code, pk, for_user=request.user)
    form = LabelsForm(request.POST, user=request.user)
    shown: dict[str, Any] = {}
    try:
        operations.relabel(
            about=about,
            put_on=form.put_on,
            new=form.new,
            take_off=form.take_off,
            by=request.user,
            at=timezone.now(),
        )
    except operations.LabelNameUnfit as refusal:
        shown = {"wrong": str(refusal.message), "form": form, "is_editing": True}
    if not request.htmx and not shown:
        return redirect("object-place", code, pk)
    answer = render_panel(request, PANEL, _shown(request, code, pk) | shown, form=None)
    answer.status_code = 422 if shown else 200
    return answer


@panel(PANEL, post=set_labels)
def labels_panel(request: Request, code: str, pk: int) -> dict[str, Any]:
    return _shown(request, code, pk)


def _shown(request: Request, code: str, pk: int) -> dict[str, Any]:
    about = queries.get_labelled(code, pk, for_user=request.user)
    labels = queries.labels_of(about)
    again = reverse("labels", args=[code, pk])
    is_editing = request.path == again and request.GET.get("edit") == "labels"
    shown = {
        "labels": labels,
        "may_label": queries.may_label(request.user, about),
        "again": again,
        "subject": f"{code}:{pk}",
        "is_editing": is_editing,
    }
    if is_editing:
        shown["form"] = LabelsForm(user=request.user, chosen=tuple(each.pk for each in labels))
    return shown


@login_required
@require_http_methods(["GET", "POST"])
def label_several(request: Request, code: str) -> HttpResponse:
    """Put labels on all objects that are selected in a list."""
    given = request.POST if request.method == "POST" else request.GET
    ids = [int(pk) for pk in given.getlist("pk") if pk.isdecimal()]
    objects = queries.list_labelled(code, ids, for_user=request.user)
    form = LabelsForm(request.POST or None, user=request.user)
    shown: dict[str, Any] = {"objects": objects, "again": reverse("label-several", args=[code])}
    if request.method == "POST" and form.is_valid():
        try:
            told = operations.label_many(
                objects=objects,
                put_on=form.put_on,
                new=form.new,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _done(request, code, told)
    return render_form(request, SEVERAL, form, **shown)


@login_required
@require_POST
def label_undo(request: Request, code: str) -> HttpResponse:
    """Take off what was put on all that were selected."""
    form = UndoForm(request.GET)
    if not form.is_valid():
        raise NotThere
    put_on = queries.list_put_on(code, **form.cleaned_data, by=request.user)
    operations.take_back(put_on=put_on, by=request.user, at=timezone.now())
    return HttpResponse(status=204)


def _done(request: Request, code: str, told: list[Entry]) -> HttpResponse:
    many = len(told)
    text = ngettext("%(many)d entry labelled", "%(many)d entries labelled", many) % {"many": many}
    undo = undo_address("label-undo", [entry.pk for entry in told], code)
    if is_dialog(request):
        return toast(tell(close_modal(HttpResponse()), "selection-done", {}), text, undo_url=undo)
    keep_toast(request, text, undo_url=undo)
    return redirect("label-list")
