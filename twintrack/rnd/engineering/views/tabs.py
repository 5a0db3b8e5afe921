"""What all pages of one repository share: tabs, header and facts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.engineering.models import Repository
from twintrack.ui.filters import Tab
from twintrack.ui.regions import render_page

PARTS = (
    ("repository-detail", gettext_lazy("Commits")),
    ("repository-pulls", gettext_lazy("Pull requests")),
    ("repository-pipelines", gettext_lazy("CI runs")),
    ("repository-deployments", gettext_lazy("Deployments")),
    ("repository-releases", gettext_lazy("Releases")),
    ("repository-rules", gettext_lazy("Path rules")),
)
# Only for those who look after repositories.
MANAGED = (("repository-hooks", gettext_lazy("Web hooks")),)


def tabs_of(repository: Repository, here: str, *, may_manage: bool) -> list[Tab]:
    """List the pages of a repository, with the one that is open."""
    parts = (*PARTS, *MANAGED) if may_manage else PARTS
    return [
        Tab(label=label, url=reverse(name, args=[repository.number]), is_on=name == here)
        for name, label in parts
    ]


def render_tab(
    request: Request,
    repository: Repository,
    *,
    page: str,
    here: str,
    shown: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render one of the pages of a repository, or the region of it that was asked for."""
    may_manage = may(request.user, Act.MANAGE_REPOSITORIES)
    shown = shown | {
        "repository": repository,
        "may_manage": may_manage,
        "tabs": tabs_of(repository, here, may_manage=may_manage),
    }
    return render_page(request, page, shown, regions=("rows", "facts"), status=status)
