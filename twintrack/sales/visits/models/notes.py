"""Notes of visits, and the templates by which they are written."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.bilingual import Named
from twintrack.foundation.people.models import User


class NoteTemplateQuerySet(models.QuerySet["NoteTemplate"]):
    def visible_to(self, _user: User) -> NoteTemplateQuerySet:
        """Keep all: templates name neither customers nor people."""
        return self


class NoteTemplate(Named):
    """What a note of a visit tells; the first that is offered is the usual one."""

    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("Is offered"), default=True)

    objects: ClassVar = NoteTemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class NoteSection(Named):
    """One heading of a template; those of the past stay, so that notes keep theirs."""

    template = models.ForeignKey(NoteTemplate, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class NotePart(models.Model):
    """What was noted under one heading."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="parts")
    section = models.ForeignKey(NoteSection, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "section"], name="noted_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.section_id}"
