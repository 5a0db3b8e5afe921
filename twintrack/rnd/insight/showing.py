"""Commits behind observations: they are no kind of object of their own."""

from django.urls import reverse

from twintrack.foundation.measuring.showing import Seen
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import Commit, Repository


def show_commits(ids: set[int], user: User) -> Seen:
    """Find commits that a person may see."""
    repositories = Repository.objects.visible_to(user)
    found = Commit.objects.filter(pk__in=ids, repository__in=repositories)
    return {
        each.pk: (
            each.short,
            each.subject,
            reverse("commit-detail", args=[each.repository.number, each.sha]),
        )
        for each in found.select_related("repository")
    }
