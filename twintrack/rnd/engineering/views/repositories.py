"""The list of repositories, and of one its commits, releases and path rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.forms import (
    CommitFilterForm,
    RepositoryEditForm,
    RepositoryForm,
    RulesForm,
)
from twintrack.rnd.engineering.operations import RepositoryFacts
from twintrack.rnd.engineering.views.tabs import render_tab
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

NEWEST = ("-committed_at", "-pk")
COMMITS = "engineering/repository_commits.html"
RELEASES = "engineering/repository_releases.html"
RULES = "engineering/repository_rules.html"


@login_required
@require_GET
def repository_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_REPOSITORIES)
    rows = queries.list_repositories(for_user=request.user)
    page = key_page(rows, order=("name", "pk"), after=request.GET.get("after", ""))
    shown = {
        "page": page,
        "count": rows.count(),
        "may_manage": may(request.user, Act.MANAGE_REPOSITORIES),
    }
    return render_page(request, "engineering/repository_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def repository_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    form = RepositoryForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        product = given.pop("product")
        beside = {
            operations.RepositoryKnown: "source",
            operations.ReferencesImpossible: "reference_pattern",
            operations.NameMissing: "name",
        }
        with attempt(form, beside):
            repository = operations.add_repository(
                product=product, facts=RepositoryFacts(**given), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("repository-detail", args=[repository.number]))
    return render_form(request, "engineering/repository_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def repository_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    repository = queries.get_repository(number, for_user=request.user)
    form = RepositoryEditForm(request.POST or None, repository=repository)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        beside = {
            operations.ReferencesImpossible: "reference_pattern",
            operations.WorkItemsImpossible: "work_item_pattern",
            operations.BranchImpossible: "default_branch",
            operations.NameMissing: "name",
            StaleEdit: None,
        }
        with attempt(form, beside):
            operations.change_repository(
                repository=repository,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("repository-detail", args=[number]))
    return render_form(request, "engineering/repository_edit.html", form, repository=repository)


@login_required
@require_POST
def repository_read(request: Request, number: str) -> HttpResponse:
    """Ask the worker to read it."""
    repository = queries.get_repository(number, for_user=request.user)
    operations.ask_reading(repository=repository, by=request.user, at=timezone.now())
    messages.success(request, _("It is read within the minute."))
    return redirect("repository-detail", number)


@login_required
@require_GET
def repository_detail(request: Request, number: str) -> HttpResponse:
    """Show a repository's commits, the newest first."""
    repository = queries.get_repository(number, for_user=request.user)
    form = CommitFilterForm(request.GET, repository=repository)
    commits = queries.list_commits(repository, form.wanted)
    page = key_page(commits, order=NEWEST, after=request.GET.get("after", ""))
    modules = queries.list_modules_of(page.items)
    wishes = queries.list_requirements_of(page.items, for_user=request.user)
    items = queries.list_items_of(page.items, for_user=request.user)
    shown = {
        "page": page,
        "rows": [(each, modules[each.pk], wishes[each.pk], items[each.pk]) for each in page.items],
    }
    shown |= filter_bar(request, form)
    return render_tab(request, repository, page=COMMITS, here="repository-detail", shown=shown)


@login_required
@require_GET
def repository_releases(request: Request, number: str) -> HttpResponse:
    """Show a repository's releases with what each was the first to ship."""
    repository = queries.get_repository(number, for_user=request.user)
    releases = queries.list_releases(repository)
    order = ("-tagged_at", "-pk")
    page = key_page(releases, order=order, after=request.GET.get("after", ""))
    shipped = queries.shipped_by(page.items, for_user=request.user)
    shown = {
        "page": page,
        "rows": [(each, shipped[each.pk]) for each in page.items],
    }
    return render_tab(request, repository, page=RELEASES, here="repository-releases", shown=shown)


@login_required
@require_http_methods(["GET", "POST"])
def repository_rules(request: Request, number: str) -> HttpResponse:
    """Show which paths belong to which modules, and set that anew."""
    repository = queries.get_repository(number, for_user=request.user)
    form = RulesForm(request.POST or None, repository=repository)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "rules"):
            operations.set_path_rules(
                repository=repository,
                before=form.before,
                rules=form.lines,
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("The rules hold for the whole history."))
            return redirect("repository-rules", number)
    shown = {
        "form": form,
        "rules": queries.list_rules(repository),
        "unplaced": queries.count_unplaced(repository),
    }
    return render_tab(
        request,
        repository,
        page=RULES,
        here="repository-rules",
        shown=shown,
        status=422 if form.errors else 200,
    )
