"""Deciding what belongs together, by keyboard."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import operations, queries
from twintrack.helix.handoffs.decisions import count_decisions
from twintrack.helix.handoffs.forms import ThresholdsForm
from twintrack.helix.handoffs.models import Proposal
from twintrack.helix.matching.learning import ENOUGH
from twintrack.helix.matching.queries import get_learning
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast, toast

PAGE = "handoffs/proposal_list.html"
SHOWN = 30


@login_required
@require_GET
def proposal_list(request: Request) -> HttpResponse:
    return _page(request)


def _page(request: Request) -> HttpResponse:
    rows = queries.list_proposals(for_user=request.user)
    page = key_page(
        rows,
        order=("-similarity", "-pk"),
        after=request.GET.get("after", ""),
        size=SHOWN,
    )
    shown = _case(request, page.items) | {
        "page": page,
        "count": queries.count_proposals(request.user),
        "may_decide": may(request.user, Act.HAND_OVER),
        "may_set": may(request.user, Act.SET_THRESHOLDS),
    }
    return render_page(request, PAGE, shown, regions=("proposals", "queue"))


def _case(request: Request, items: list[Proposal]) -> dict[str, Any]:
    """Choose the proposal to decide on now: the one asked for, or the first."""
    asked = request.GET.get("at", "")
    places = {str(each.pk): place for place, each in enumerate(items)}
    place = places.get(asked, 0)
    if not items:
        return {"case": None}
    case = items[place]
    return {
        "case": case,
        "others": queries.count_beside(case),
        "handoff": queries.find_handoff(case.feedback, case.product),
        "position": place + 1,
        "previous": items[place - 1] if place else None,
        "next": items[place + 1] if place + 1 < len(items) else None,
    }


Decide = Callable[[Proposal], tuple[str, str]]


def _decide(request: Request, pk: int, decide: Decide) -> HttpResponse:
    proposal = queries.get_proposal(pk, for_user=request.user)
    undo, tone = "", "ok"
    try:
        text, undo = decide(proposal)
    except NotAllowed:
        raise
    except Refusal as refusal:
        text, tone = str(refusal.message), "bad"
    if request.htmx:
        return toast(_page(request), text, undo or None, tone=tone)
    keep_toast(request, text, undo or None, tone=tone)
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/feedback/") else reverse("proposal-list"))


@login_required
@require_POST
def proposal_acceptance(request: Request, pk: int) -> HttpResponse:
    def accept(proposal: Proposal) -> tuple[str, str]:
        handoff = operations.accept(proposal=proposal, by=request.user, at=timezone.now())
        text = _("%(feedback)s now belongs to %(requirement)s.") % {
            "feedback": proposal.feedback.number,
            "requirement": handoff.requirement.number,
        }
        return text, reverse("handoff-undo", args=[handoff.pk])

    return _decide(request, pk, accept)


@login_required
@require_POST
def proposal_dismissal(request: Request, pk: int) -> HttpResponse:
    def dismiss(proposal: Proposal) -> tuple[str, str]:
        operations.dismiss(proposal=proposal, by=request.user, at=timezone.now())
        text = _("%(feedback)s is not the same as %(requirement)s.") % {
            "feedback": proposal.feedback.number,
            "requirement": proposal.requirement.number,
        }
        return text, reverse("proposal-reopening", args=[proposal.pk])

    return _decide(request, pk, dismiss)


@login_required
@require_POST
def proposal_keeping(request: Request, pk: int) -> HttpResponse:
    def keep(proposal: Proposal) -> tuple[str, str]:
        operations.keep_as_own(proposal=proposal, by=request.user, at=timezone.now())
        text = _("%(feedback)s stays as its own requirement.") % {
            "feedback": proposal.feedback.number
        }
        return text, reverse("proposal-reopening", args=[proposal.pk])

    return _decide(request, pk, keep)


@login_required
@require_POST
def proposal_reopening(request: Request, pk: int) -> HttpResponse:
    """Take a dismissal back, of all that were dismissed with it."""

    def reopen(proposal: Proposal) -> tuple[str, str]:
        together = queries.list_decided_with(proposal)
        operations.reopen(proposals=list(together), by=request.user, at=timezone.now())
        return _("Taken back."), ""

    return _decide(request, pk, reopen)


@login_required
@require_http_methods(["GET", "POST"])
def thresholds(request: Request) -> HttpResponse:
    """Say how sure matching has to be."""
    check_may(request.user, Act.SET_THRESHOLDS)
    known = queries.get_thresholds()
    before = {"attach": round(known.attach * 100), "propose": round(known.propose * 100)}
    initial = before | {"attach_before": known.attach, "propose_before": known.propose}
    form = ThresholdsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with attempt(form):
            operations.set_thresholds(
                attach=values["attach"] / 100,
                propose=values["propose"] / 100,
                before=(values["attach_before"], values["propose_before"]),
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("From now on matching goes by these thresholds."))
            return redirect("proposal-list")
    status = 422 if form.errors else 200
    shown = {
        "form": form,
        "learning": get_learning(),
        "decided": count_decisions(at=timezone.now()),
        "enough": ENOUGH,
    }
    return render(request, "handoffs/thresholds.html", shown, status=status)
