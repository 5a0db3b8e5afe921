"""Write down what a customer says, from any page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.api.replay import do_once
from twintrack.foundation.people.http import Request
from twintrack.sales.feedback import operations
from twintrack.sales.feedback.forms import FeedbackForm
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, tell, toast

NEW = "feedback/feedback_new.html"


def _known(request: Request) -> dict[str, Any]:
    """Give what the address of the form knows already; it may name several products."""
    asked: dict[str, Any] = request.GET.dict()
    return asked | {"also_products": request.GET.getlist("also_products")}


@login_required
@require_http_methods(["GET", "POST"])
def feedback_new(request: Request) -> HttpResponse:
    form = FeedbackForm(
        request.POST or None, request.FILES or None, user=request.user, initial=_known(request)
    )
    at = timezone.now()
    if request.method == "POST" and form.is_valid():

        def record() -> str:
            feedback = operations.capture(
                customer=form.cleaned_data["customer"],
                contact=form.cleaned_data["contact"],
                words=form.words(at=at),
                files=form.cleaned_data["attached"],
                origin=form.cleaned_data["origin"],
                by=request.user,
                at=at,
            )
            return str(feedback.number)

        with attempt(form):
            key = form.cleaned_data["once"]
            number = do_once(owner=request.user, key=key, content=form.content, at=at, act=record)
            return _recorded(request, number, draft=form.draft)
    return render_form(request, NEW, form)


def _recorded(request: Request, number: str, *, draft: str) -> HttpResponse:
    url = reverse("feedback-detail", args=[number])
    if not request.htmx:
        return redirect(url)
    # The page may forget its draft only now.
    done = tell(HttpResponse(), "draft-sent", {"key": draft})
    if not is_dialog(request):
        done["HX-Redirect"] = url
        return done
    # Recorded in passing: the page behind the dialog stays where it was.
    text = _("%(number)s is recorded. R&D has it in a moment.") % {"number": number}
    return toast(close_modal(done), text, url=url)


@login_required
@require_GET
def feedback_parts(request: Request) -> HttpResponse:
    """Offer the modules and versions of the product that was chosen."""
    form = FeedbackForm(user=request.user, initial=request.GET.dict())
    return render(request, f"{NEW}#parts", {"form": form})


@login_required
@require_GET
def feedback_contacts(request: Request) -> HttpResponse:
    """Offer the people known at the customer that was chosen."""
    form = FeedbackForm(user=request.user, initial=request.GET.dict())
    return render(request, f"{NEW}#contacts", {"form": form})
