"""Cells of the list that are changed where they stand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotThere, Refusal, StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.inline import INLINE
from twintrack.rnd.backlog.lifecycle import DECISIONS
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.backlog.views.answering import with_undo
from twintrack.rnd.backlog.views.rows import Drawer
from twintrack.ui.inline import Inline, InlineForm
from twintrack.ui.toasts import tell, toast


@login_required
@require_http_methods(["GET", "POST"])
def requirement_cell(request: Request, number: str, code: str) -> HttpResponse:
    """A cell: as it is, as a form, or as both versions where two people changed it at once."""
    requirement = get_requirement(number, for_user=request.user)
    inline = INLINE.get(code)
    if inline is None:
        raise NotThere
    if request.GET.get("as") == "text":
        return _text(request, requirement, code)
    form = InlineForm(inline, requirement, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, requirement, code, form)
    shown = {"form": form, "inline": inline, "code": code, "url": request.path}
    status = 422 if form.errors else 200
    return render(request, "ui/_cell_form.html", shown, status=status)


def _save(request: Request, requirement: Requirement, code: str, form: InlineForm) -> HttpResponse:
    inline = INLINE[code]
    if code == "state" and _needs_reason(requirement, form.cleaned_data["value"]):
        url = reverse("requirement-decide", args=[requirement.number])
        asked = {"url": f"{url}?decision={form.cleaned_data['value']}"}
        return tell(_text(request, requirement, code), "modal-open", asked)
    try:
        saved = form.save(inline, requirement, by=request.user, at=timezone.now())
    except StaleEdit as stale:
        return _both(request, requirement, code, inline, stale)
    except Refusal as refusal:
        return toast(_text(request, requirement, code, refusal.status), refusal.message, tone="bad")
    text = _("%(number)s: %(field)s changed") % {
        "number": saved.number,
        "field": inline.label,
    }
    answer = _text(request, saved, code)
    if inline.read(saved) == inline.read(requirement):
        return answer
    return with_undo(answer, text, saved, by=request.user)


def _needs_reason(requirement: Requirement, state: str) -> bool:
    decided = state in {each.value for each in DECISIONS} and state != requirement.state
    return decided and state not in requirement.next_states


def _text(request: Request, requirement: Requirement, code: str, status: int = 200) -> HttpResponse:
    return HttpResponse(Drawer(request.user).cell(requirement, code), status=status)


def _both(
    request: Request,
    requirement: Requirement,
    code: str,
    inline: Inline[Requirement],
    stale: StaleEdit,
) -> HttpResponse:
    mine = InlineForm(
        inline, requirement, initial={"before": stale.current, "value": stale.attempted}
    )
    shown = {
        "form": mine,
        "reason": stale.message,
        "theirs": inline.words(stale.current),
        "mine": inline.words(stale.attempted),
        "url": request.path,
        "code": code,
    }
    return render(request, "ui/_cell_conflict.html", shown, status=409)
