"""The lists of tests that need somebody, and the history of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import ReasonMissing, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.quality import operations, pictures
from twintrack.rnd.quality.forms import MuteForm, OwnerForm, TestFilterForm
from twintrack.rnd.quality.queries import tests as tests_of
from twintrack.rnd.quality.queries.builds import commits_between
from twintrack.rnd.quality.queries.overview import first_monday
from twintrack.rnd.quality.views.overview import tabs_of
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

VIEWS = (
    ("", gettext_lazy("Failing")),
    ("flaky", gettext_lazy("Flaky")),
    ("muted", gettext_lazy("Muted")),
    ("all", gettext_lazy("All tests")),
)
ORDERS = {
    "": ("failing_since__started_at", "pk"),
    "flaky": ("-flaky_last_at", "-pk"),
    "muted": ("muted_until", "pk"),
    "all": ("pk",),
}


@login_required
@require_GET
def test_list(request: Request) -> HttpResponse:
    """List the tests that fail, are flaky or muted, or all."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    view = request.GET.get("view", "")
    view = view if view in ORDERS else ""
    form = TestFilterForm(request.GET, user=request.user)
    rows = {
        "": lambda: tests_of.list_failing(for_user=request.user, wanted=form.wanted),
        "flaky": lambda: tests_of.list_flaky(
            for_user=request.user, now=timezone.now(), wanted=form.wanted
        ),
        "muted": lambda: tests_of.list_muted(for_user=request.user, wanted=form.wanted),
        "all": lambda: tests_of.list_tests(for_user=request.user, wanted=form.wanted),
    }[view]()
    page = key_page(rows, order=ORDERS[view], after=request.GET.get("after", ""))
    shown = {"page": page, "view": view} | filter_bar(request, form, views=VIEWS, view=view)
    shown["parts"] = tabs_of("test-list", user=request.user)
    return render_page(request, "quality/test_list.html", shown, regions=("rows",))


@login_required
@require_GET
def test_detail(request: Request, pk: int) -> HttpResponse:
    """Show how a test ended one build after the other, and which commits may have broken it."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    test = tests_of.get_test(pk, for_user=request.user)
    history = tests_of.list_history(test)
    since = None
    if test.failing_since and test.passing_until:
        since = commits_between(test.passing_until, test.failing_since, for_user=request.user)
    weeks = list(tests_of.list_weeks(test, since=first_monday(timezone.now())))
    shown = {
        "test": test,
        "spots": tests_of.strip_of(test),
        "range": since,
        "page": key_page(history, order=("-at", "-pk"), after=request.GET.get("after", "")),
        "weeks": weeks,
        "chart": pictures.test_weeks_chart(weeks) if len(weeks) > 1 else None,
        "may_mute": may(request.user, Act.REPORT_BUILDS),
    }
    return render_page(
        request, "quality/test_detail.html", shown, regions=("what", "rows", "facts")
    )


@login_required
@require_http_methods(["GET", "POST"])
def test_mute(request: Request, pk: int) -> HttpResponse:
    """Let a test not count until a day."""
    check_may(request.user, Act.REPORT_BUILDS)
    test = tests_of.get_test(pk, for_user=request.user)
    form = MuteForm(request.POST or None, test=test)
    if request.method == "POST" and form.is_valid():
        beside = {operations.DayImpossible: "until", ReasonMissing: "reason"}
        with attempt(form, beside):
            operations.mute_test(test=test, by=request.user, at=timezone.now(), **form.cleaned_data)
            return leave_for(request, reverse("test-detail", args=[pk]))
    return render_form(request, "quality/test_mute.html", form, test=test)


@login_required
@require_POST
def test_unmute(request: Request, pk: int) -> HttpResponse:
    """Let a muted test count again."""
    test = tests_of.get_test(pk, for_user=request.user)
    operations.unmute_test(test=test, by=request.user, at=timezone.now())
    messages.success(request, _("From the next build on the test counts again."))
    return redirect("test-detail", pk)


@login_required
@require_http_methods(["GET", "POST"])
def test_owner(request: Request, pk: int) -> HttpResponse:
    """Say who looks after a test."""
    check_may(request.user, Act.REPORT_BUILDS)
    test = tests_of.get_test(pk, for_user=request.user)
    form = OwnerForm(request.POST or None, test=test)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        seen = before.get("owner")
        with attempt(form, {operations.OwnerImpossible: "owner", StaleEdit: None}):
            if values:
                operations.assign_test(
                    test=test,
                    before=seen.pk if seen else None,
                    owner=values["owner"],
                    by=request.user,
                    at=timezone.now(),
                )
            return leave_for(request, reverse("test-detail", args=[pk]))
    return render_form(request, "quality/test_owner.html", form, test=test)
