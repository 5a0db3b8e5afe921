"""The page of the head of papers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.documents import operations
from twintrack.foundation.documents.forms import LetterheadForm
from twintrack.foundation.people.http import Request
from twintrack.ui.dialogs import render_form
from twintrack.ui.toasts import keep_toast


@login_required
@require_http_methods(["GET", "POST"])
def letterhead(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_LETTERHEAD)
    form = LetterheadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "name_zh"):
            operations.change_letterhead(
                before=before, values=values, by=request.user, at=timezone.now()
            )
            keep_toast(request, _("Papers have this head from now on; those sent keep theirs."))
            return redirect("letterhead")
    return render_form(request, "documents/letterhead.html", form)
