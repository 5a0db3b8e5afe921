"""Write down what a customer says, from any page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.people.http import Request
from twintrack.sales.feedback import operations
from twintrack.sales.feedback.forms import FeedbackForm
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, toast

NEW = "feedback/feedback_new.html"


@login_required
@require_http_methods(["GET", "POST"])
def feedback_new(request: Request) -> HttpResponse:
    form = FeedbackForm(
        request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        try:
            feedback = operations.record_with_files(
                said=form.said(),
                files=form.cleaned_data["attached"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _recorded(request, feedback)
    return render_form(request, NEW, form)


def _recorded(request: Request, feedback: Feedback) -> HttpResponse:
    if not is_dialog(request):
        return redirect("feedback-detail", feedback.number)
    # Recorded in passing: the page behind the dialog stays where it was.
    text = _("%(number)s is recorded. R&D has it in a moment.") % {"number": feedback.number}
    return toast(close_modal(HttpResponse()), text)


@login_required
@require_GET
def feedback_parts(request: Request) -> HttpResponse:
    """Offer the modules and versions of the product that was chosen."""
    form = FeedbackForm(user=request.user, initial=request.GET.dict())
    return render(request, f"{NEW}#parts", {"form": form})
