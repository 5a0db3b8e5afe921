"""Labels, and what carries them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User

# So many objects are labelled at once.
MOST = 500
NAME_LENGTH = 40


class Colour(models.TextChoices):
    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
    PINK = "pink", _("Pink")
    VIOLET = "violet", _("Violet")
    GREY = "grey", _("Grey")


class LabelQuerySet(models.QuerySet["Label"]):
    def visible_to(self, user: User) -> LabelQuerySet:
        """Keep the labels in use, for those who work here."""
        return self.filter(removed_at=None) if may(user, Act.USE) else self.none()


class Label(models.Model):
    name = models.CharField(_("Name"), max_length=NAME_LENGTH)
    colour = models.CharField(
        _("Colour"), max_length=6, choices=Colour.choices, default=Colour.GREY
    )
    # Kept with what carries it, so that its removal can be undone.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = LabelQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(removed_at=None), name="one_label_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label on an object of any kind."""

    label = models.ForeignKey(Label, models.PROTECT, related_name="labellings")
    about_kind = models.CharField(max_length=30)
    about_id = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_kind", "about_id", "label"], name="labelled_once"
            )
        ]
        indexes: ClassVar = [
            # What carries a label.
            models.Index(fields=["label", "about_kind", "about_id"], name="labelled_with")
        ]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.about_kind}:{self.about_id}"
