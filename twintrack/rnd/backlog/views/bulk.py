"""One change for all requirements that are selected."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.changing import CHANGES, ChangeForm
from twintrack.rnd.backlog.operations import Outcome
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.backlog.views.answering import changed, undo_url
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast

PAGE = "backlog/requirement_bulk.html"


@login_required
@require_http_methods(["GET", "POST"])
def requirement_bulk(request: Request) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("field", "")
    if code not in CHANGES:
        raise NotThere
    chosen = keys_of(given.getlist("pk"))
    found = {
        each.pk: each for each in list_requirements(for_user=request.user).filter(pk__in=chosen)
    }
    requirements = [found[pk] for pk in dict.fromkeys(chosen) if pk in found]
    present = {each.state for each in requirements}
    form = ChangeForm(code, request.POST or None, user=request.user, present=present)
    shown: dict[str, Any] = {"requirements": requirements, "code": code, "form_body": _BODY}
    if request.method == "POST" and form.is_valid():
        try:
            outcome = operations.change_many(
                requirements=requirements, change=form.change, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _told(request, form, outcome, shown)
    return render_form(request, PAGE, form, **shown)


_BODY = "backlog/_bulk_fields.html"


def _told(
    request: Request, form: ChangeForm, outcome: Outcome, shown: dict[str, Any]
) -> HttpResponse:
    many = len(outcome.changed)
    text = ngettext("%(number)s changed", "%(many)d requirements changed", many) % {
        "many": many,
        "number": outcome.changed[0].number if many else "",
    }
    undo = undo_url(outcome.entries)
    if outcome.refused:
        shown |= {"outcome": outcome, "text": text}
        answer = render_form(request, PAGE, form, **shown)
    elif is_dialog(request):
        answer = tell(close_modal(HttpResponse()), "selection-done", {})
    else:
        keep_toast(request, text, undo_url=undo)
        return redirect("requirement-list")
    return changed(toast(answer, text, undo_url=undo)) if many else answer
