"""The box for comments, and each comment in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.activity.views import shown_of as feed_of
from twintrack.foundation.comments import operations, queries
from twintrack.foundation.comments.cards import shown_of
from twintrack.foundation.comments.forms import CommentForm
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.people.http import Request
from twintrack.foundation.watchers.queries import get_watched
from twintrack.ui.toasts import keep_toast, toast

BOX = "comments/box.html"
CARD = "comments/_comment.html"
EDIT = "comments/edit.html"


def _box(request: Request, code: str, pk: int, form: forms.Form) -> dict[str, Any]:
    get_watched(code, pk, for_user=request.user)
    return {
        "form": form,
        "may_talk": may(request.user, Act.USE),
        "hint": queries.hint_of(code),
        "action": reverse("comment-box", args=[code, pk]),
    }


@login_required
def write(request: Request, code: str, pk: int) -> HttpResponse:
    """Say something; the answer is an empty box, with the stream that holds it now."""
    about = get_watched(code, pk, for_user=request.user)
    form = CommentForm(request.POST)
    if form.is_valid():
        with attempt(form, "text"):
            operations.write(
                about=about,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
            if not request.htmx:
                return redirect("object-place", code, pk)
            shown = feed_of(request, code, pk) | _box(request, code, pk, CommentForm())
            return render(request, "comments/_said.html", shown)
    template = f"{BOX}#box" if request.htmx else BOX
    return render(request, template, _box(request, code, pk, form), status=422)


@panel(BOX, part="box", post=write)
def comment_box(request: Request, code: str, pk: int) -> dict[str, Any]:
    return _box(request, code, pk, CommentForm())


@login_required
@require_GET
def mentionable(request: Request, code: str, pk: int) -> HttpResponse:
    """Say whom one may name, while one types after an @."""
    found = queries.list_mentionable(
        kind=code, pk=pk, text=request.GET.get("q", "")[:80], for_user=request.user
    )
    items = [{"value": person.pk, "text": handle, "hint": person.title} for person, handle in found]
    return JsonResponse({"items": items})


@login_required
@require_GET
def comment_card(request: Request, pk: int) -> HttpResponse:
    comment = queries.get_comment(pk, for_user=request.user)
    if request.htmx:
        return _card(request, comment)
    return redirect(_place(comment))


@login_required
@require_http_methods(["GET", "POST"])
def comment_edit(request: Request, pk: int) -> HttpResponse:
    comment = queries.get_comment(pk, for_user=request.user)
    if comment.written_by_id != request.user.pk:
        raise NotAllowed
    stands = queries.typed(comment)
    form = CommentForm(request.POST or None, initial={"text": stands})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "text"):
            comment = operations.edit(
                comment=comment,
                before=form.cleaned_data["seen"],
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
            return _card(request, comment) if request.htmx else redirect(_place(comment))
    shown = {
        "form": form,
        "comment": comment,
        "stands": stands,
        "is_other": form.is_bound and form.cleaned_data.get("seen") != stands,
        "people_url": reverse("mentionable", args=[comment.about_kind, comment.about_id]),
    }
    template = f"{EDIT}#form" if request.htmx else EDIT
    return render(request, template, shown, status=422 if form.errors else 200)


@login_required
@require_POST
def comment_delete(request: Request, pk: int) -> HttpResponse:
    comment = queries.get_comment(pk, for_user=request.user)
    operations.delete(comment=comment, by=request.user, at=timezone.now())
    undo, said = reverse("comment-restore", args=[pk]), _("Comment deleted.")
    if not request.htmx:
        keep_toast(request, said, undo_url=undo)
        return redirect("object-place", comment.about_kind, comment.about_id)
    # Nothing stands in its place.
    return toast(HttpResponse(), said, undo_url=undo)


@login_required
@require_POST
def comment_restore(request: Request, pk: int) -> HttpResponse:
    comment = queries.get_comment(pk, for_user=request.user)
    comment = operations.restore(comment=comment, by=request.user, at=timezone.now())
    return _card(request, comment) if request.htmx else redirect(_place(comment))


def _card(request: Request, comment: Comment) -> HttpResponse:
    return render(request, CARD, shown_of(request.user, comment))


def _place(comment: Comment) -> str:
    place = reverse("object-place", args=[comment.about_kind, comment.about_id])
    return f"{place}#comment-{comment.pk}"
