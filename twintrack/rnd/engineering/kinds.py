"""Repositories, pull requests, deployments and web hooks as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register repositories, and what hosts tell of them."""
    register(
        ObjectKind(
            code="repository",
            prefix="REPO",
            model="engineering.Repository",
            track="rd",
            icon="git-branch",
            label=_("Repository"),
            url=lambda repository: reverse("repository-detail", args=[repository.number]),
            title=lambda repository: repository.name,
            visible=lambda repositories, user: repositories.visible_to(user),
            search_text=lambda repository: (repository.name, repository.source),
        )
    )
    register(
        ObjectKind(
            code="pull_request",
            prefix="PULL",
            model="engineering.PullRequest",
            track="rd",
            icon="git-pull-request",
            label=_("Pull request"),
            url=lambda pull: pull.get_absolute_url(),
            title=str,
            visible=lambda pulls, user: pulls.visible_to(user),
            search_text=lambda pull: (pull.title, pull.body),
        )
    )
    register(
        ObjectKind(
            code="deployment",
            prefix="DEPLOY",
            model="engineering.Deployment",
            track="rd",
            icon="cloud-upload",
            label=_("Deployment"),
            url=lambda deployment: deployment.get_absolute_url(),
            title=str,
            visible=lambda deployments, user: deployments.visible_to(user),
        )
    )
    register(
        ObjectKind(
            code="hook",
            prefix="HOOK",
            model="engineering.Hook",
            track="rd",
            icon="webhook",
            label=_("Web hook"),
            url=lambda hook: hook.get_absolute_url(),
            title=lambda hook: hook.name,
            visible=lambda hooks, user: hooks.visible_to(user),
        )
    )


def register_links() -> None:
    """Let the chain of a requirement or work item lead on to the pull requests that name it."""
    register_turns("pull_request.opened", "pull_request.merged")
    for source in ("requirement", "work_item"):
        register_link(
            LinkKind(
                source=source,
                target="pull_request",
                label=_("worked on by"),
                model="engineering.PullRequestLink",
                source_field=f"{source}_id",
                target_field="pull_request_id",
                made_by=("pull_request.opened",),
                told_of="target",
            )
        )
