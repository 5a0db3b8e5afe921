"""Commits that work on what a release holds, written after its freeze."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.engineering.models import Commit, CommitLink
from twintrack.rnd.engineering.queries import may_see_repositories
from twintrack.rnd.releases.late import LateChange, register_late_changes
from twintrack.rnd.releases.models import Release

MOST = 50


def register_late_commits() -> None:
    """Tell releases which commits came late; called while the apps start."""
    register_late_changes(list_late_commits)


def list_late_commits(release: Release, user: User) -> list[LateChange]:
    """List the commits since the freeze that work on what a release holds, the newest first."""
    if release.frozen_at is None or not may_see_repositories(user):
        return []
    links = CommitLink.objects.filter(requirement__release=release.pk)
    commits = Commit.objects.filter(
        pk__in=links.values("commit_id"),
        committed_at__gte=release.frozen_at,
        repository__product__in=visible_product_ids(user),
        is_lost=False,
    )
    if release.released_on:
        commits = commits.filter(committed_at__date__lte=release.released_on)
    rows = commits.select_related("author", "repository").order_by("-committed_at", "-pk")
    return [_late_change(commit) for commit in rows[:MOST]]


def _late_change(commit: Commit) -> LateChange:
    return LateChange(
        kind="repository",
        number=commit.short,
        title=commit.subject,
        url=reverse("commit-detail", args=[commit.repository.number, commit.sha]),
        what=_("commit"),
        by=commit.author,
        at=commit.committed_at,
    )
