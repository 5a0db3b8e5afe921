"""The ledger's entries, what they speak of, and how far each subscriber has come."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models

from twintrack.foundation.ledger.events import Event, event_class


class Entry(models.Model):
    """One thing that happened. Rows are only ever added: a trigger refuses the rest."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    about_kind = models.CharField(max_length=30)
    about_id = models.PositiveBigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    caused_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="consequences")
    # How many causes stand behind this entry; automations stop at eight.
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            # The newest of some kinds, such as what crossed between the tracks.
            models.Index(fields=["kind", "id"], name="entry_of_kind")
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about, as `requirement:318`."""
        return f"{self.about_kind}:{self.about_id}"

    @cached_property
    def event(self) -> Event:
        return event_class(self.kind).from_payload(self.payload)


class Unsealed(models.Model):
    """
    An entry whose payload may be replaced just now, within `redact` and nowhere else.

    Rows stand here only inside that transaction: nobody else ever sees one.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "unsealed entries"

    def __str__(self) -> str:
        return str(self.entry_id)


class Subject(models.Model):
    """An object that an entry concerns: what it is about, and what it touches besides."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [
            # The feed of one object, newest first.
            models.Index(fields=["kind", "object_id", "-entry"], name="subject_feed")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class Cursor(models.Model):
    """How far a subscriber has read."""

    subscriber = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.subscriber} at {self.position}"


class ParkedEntryQuerySet(models.QuerySet["ParkedEntry"]):
    def open(self) -> ParkedEntryQuerySet:
        """Keep those that wait for a person."""
        return self.filter(replayed_at=None, dismissed_at=None)


class ParkedEntry(models.Model):
    """An entry that a subscriber could not handle; it waits for a person to replay it."""

    subscriber = models.CharField(max_length=60)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    error = models.CharField(max_length=500)
    traceback = models.TextField()
    tries = models.PositiveSmallIntegerField()
    parked_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ParkedEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "entry"], name="parked_once")
        ]
        verbose_name_plural = "parked entries"

    def __str__(self) -> str:
        return f"{self.subscriber} at {self.entry_id}"
