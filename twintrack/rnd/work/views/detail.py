"""What one does on the page of a work item: its fields, states, parts and links."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.work import operations, queries
from twintrack.rnd.work.forms import BlockForm, LinkForm, QuickForm, StateForm
from twintrack.rnd.work.inline import inline_of
from twintrack.rnd.work.models import Kind, LinkKind, WorkItem
from twintrack.rnd.work.operations import Work
from twintrack.rnd.work.views.page import WorkItemPage, answer, show
from twintrack.ui.dialogs import is_dialog, leave_for, render_form
from twintrack.ui.inline import Conflict, Inline, InlineForm
from twintrack.ui.toasts import close_modal, tell


@login_required
@require_GET
def work_item_detail(request: Request, number: str) -> HttpResponse:
    return show(request, queries.get_work_item(number, for_user=request.user))


@login_required
@require_GET
def work_item_peek(request: Request, number: str) -> HttpResponse:
    item = queries.get_work_item(number, for_user=request.user)
    shown = {
        "item": item,
        "page": WorkItemPage(request, item),
        "number": item.number,
        "title": item.title,
        "url": reverse("work-item-detail", args=[number]),
    }
    return render(request, "work/work_item_peek.html", shown)


@login_required
@require_POST
def work_item_field(request: Request, number: str, code: str) -> HttpResponse:
    """Change one field in place; what somebody else wrote meanwhile is shown beside it."""
    item = queries.get_work_item(number, for_user=request.user)
    inline = inline_of(code, for_user=request.user)
    if inline is None:
        raise NotThere
    form = InlineForm(inline, item, request.POST)
    if form.is_valid():
        try:
            form.save(inline, item, by=request.user, at=timezone.now())
        except NotAllowed:
            raise
        except StaleEdit as stale:
            return _both(request, number, code, inline, stale)
        except Refusal as refusal:
            form.add_error("value", str(refusal.message))
        else:
            return answer(request, number)
    return show(request, item, status=422, editing=code, field_form=form)


def _both(
    request: Request, number: str, code: str, inline: Inline[WorkItem], stale: StaleEdit
) -> HttpResponse:
    conflict = Conflict(
        code=code,
        theirs=inline.words(stale.current),
        mine=inline.words(stale.attempted),
        reason=str(stale.message),
    )
    item = queries.get_work_item(number, for_user=request.user)
    # Sent once more, it replaces what stands there now, which the person has seen by then.
    form = InlineForm(inline, item, initial={"before": stale.current, "value": stale.attempted})
    return show(request, item, status=409, editing=code, field_form=form, conflict=conflict)


@login_required
@require_POST
def work_item_state(request: Request, number: str) -> HttpResponse:
    item = queries.get_work_item(number, for_user=request.user)
    form = StateForm(request.POST)
    if not form.is_valid():
        return answer(request, number, _("There is no such state."), "bad")
    try:
        operations.move(
            item=item,
            to=form.cleaned_data["state"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return answer(request, number, refusal.message, "bad")
    return answer(request, number)


@login_required
@require_http_methods(["GET", "POST"])
def work_item_block(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WORK_ON_ITEMS)
    item = queries.get_work_item(number, for_user=request.user)
    form = BlockForm(request.POST or None, initial={"reason": item.blocked_reason})
    if request.method == "POST" and form.is_valid():
        with attempt(form, {Refusal: "reason"}):
            operations.block(
                item=item, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            return _done(request, item)
    return render_form(request, "work/work_item_block.html", form, item=item)


def _done(request: Request, item: WorkItem) -> HttpResponse:
    """Close the dialog: what the page shows asks for itself."""
    if is_dialog(request):
        return tell(close_modal(HttpResponse()), "work-changed", {})
    return leave_for(request, reverse("work-item-detail", args=[item.number]))


@login_required
@require_POST
def work_item_unblock(request: Request, number: str) -> HttpResponse:
    item = queries.get_work_item(number, for_user=request.user)
    try:
        operations.unblock(item=item, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return answer(request, number, refusal.message, "bad")
    return answer(request, number)


@login_required
@require_POST
def work_item_part(request: Request, number: str) -> HttpResponse:
    """Write down a part of a work item, by its title alone."""
    item = queries.get_work_item(number, for_user=request.user)
    form = QuickForm(request.POST)
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        return show(request, item, status=422, quick_error=error)
    work = Work(
        product=item.product,
        title=form.cleaned_data["title"],
        kind=form.cleaned_data["kind"] or Kind.TASK,
        values={"parent": item},
    )
    operations.add(work=work, by=request.user, at=timezone.now())
    return answer(request, number)


@login_required
@require_http_methods(["GET", "POST"])
def work_item_link(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WORK_ON_ITEMS)
    item = queries.get_work_item(number, for_user=request.user)
    form = LinkForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {Refusal: "other"}):
            operations.link(
                item=item,
                kind=LinkKind(form.cleaned_data["kind"]),
                other=form.cleaned_data["other"],
                by=request.user,
                at=timezone.now(),
            )
            return _done(request, item)
    return render_form(request, "work/work_item_link.html", form, item=item)


@login_required
@require_POST
def work_item_unlink(request: Request, number: str, pk: int) -> HttpResponse:
    item = queries.get_work_item(number, for_user=request.user)
    link = queries.get_link(item, pk, for_user=request.user)
    operations.unlink(link=link, by=request.user, at=timezone.now())
    return answer(request, number)
