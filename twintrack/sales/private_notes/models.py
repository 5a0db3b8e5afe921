"""Private notes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User

LONGEST = 4000


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, user: User) -> PrivateNoteQuerySet:
        """Keep what the person wrote, or was named to read; nobody else's role opens a note."""
        if not user.is_active or user.is_service:
            return self.none()
        named = PrivateNote.readers.through.objects.filter(user_id=user.pk)
        mine = Q(author=user) | Q(pk__in=named.values("privatenote_id"))
        return self.filter(mine, removed_at=None)


class PrivateNote(models.Model):
    """What somebody noted on a customer, or on a person there, for themselves."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        "customers.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contact"),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("Who may read it")
    )
    text = models.TextField(_("Private note"), max_length=LONGEST)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    # Its words are gone then.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PrivateNoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-written_at"], name="private_notes_of_customer")
        ]

    def __str__(self) -> str:
        # Never its words: this is what errors and logs show.
        return f"note {self.pk}"
