"""Repositories as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register repositories."""
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
