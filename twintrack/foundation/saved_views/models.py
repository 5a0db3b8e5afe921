"""The addresses of lists that people come back to, under names of their own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User

NAME_LENGTH = 60
QUERY_LENGTH = 2000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> SavedViewQuerySet:
        """Keep a person's own, and what others share."""
        if not may(user, Act.USE):
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True), removed_at=None)


class SavedView(models.Model):
    """A list with its filters, order and groups."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The name of the list's address, such as `requirement-list`.
    place = models.CharField(_("List"), max_length=60)
    name = models.CharField(_("Name"), max_length=NAME_LENGTH)
    # What follows the address, put in order; see `address.put_in_order`.
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    is_shared = models.BooleanField(_("Everybody may use it"), default=False)
    # Kept, so that taking one away can be undone.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SavedViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "place", "name"],
                condition=Q(removed_at=None),
                name="one_view_of_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: User) -> bool:
        """Say whether the view is a person's own, or the person keeps order for everybody."""
        return self.owner_id == user.pk or may(user, Act.MANAGE_PEOPLE)
