"""Imports with their rows, addresses for other systems, and what waits for a decision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may, sees_everything
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import hidden_product_names
from twintrack.sales.intake.lifecycle import (
    MOVING,
    REPEATABLE,
    DeliveryOutcome,
    Outcome,
    State,
)
from twintrack.sales.intake.sampling import MOST_BYTES
from twintrack.sales.intake.values import normal


class RunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> RunQuerySet:
        """Keep one's own imports that are here whole; who sees everything sees all."""
        if not may(user, Act.IMPORT_FEEDBACK):
            return self.none()
        whole = self.exclude(state=State.ARRIVING)
        return whole if sees_everything(user) else whole.filter(started_by=user)


class ImportRun(models.Model):
    """One file on its way into feedback."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("File"), max_length=160)
    # Together with a row's own number it says which feedback a row is, however often it comes.
    source = models.CharField(_("Source"), max_length=40)
    form = models.CharField(max_length=5)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    columns = models.JSONField(default=list)
    # Characters that stand as � in the rows.
    unreadable = models.PositiveIntegerField(default=0)
    # Columns whose days are written month first, as all that stands in them shows.
    month_first = models.JSONField(default=list)
    # Field of feedback -> column of the file.
    mapping = models.JSONField(default=dict)
    # Field of feedback -> what holds where a row says nothing.
    defaults = models.JSONField(default=dict)
    # Field -> name in the file -> what becomes of it: create, hold, empty, or =id.
    decisions = models.JSONField(default=dict)
    # Field -> name in the file -> number of rows, for names that nothing here has.
    unknown = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # The row that was handled last; the next chunk begins behind it.
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    recorded = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    # Known by their number there, but with other words.
    differing = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    stop_reason = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("import-detail", args=[self.number])

    @property
    def is_month_first(self) -> bool:
        """Whether the month comes first in the days of the column that says when it happened."""
        return self.mapping.get("occurred_at") in self.month_first

    @property
    def is_moving(self) -> bool:
        return State(self.state) in MOVING

    @property
    def done(self) -> int:
        """The rows that were handled in the present step."""
        settled = self.known + self.differing + self.held + self.refused
        if self.state in {State.CHECKING, State.CHECKED}:
            return self.ready + settled
        if self.state in {State.UNDOING, State.UNDONE}:
            return self.withdrawn + self.kept
        return self.recorded + settled

    @property
    def percent(self) -> int:
        whole = self.recorded if self.state == State.UNDOING else self.total
        return min(100, self.done * 100 // whole) if whole else 100


class ImportRow(models.Model):
    """One row of a file, and what became of it."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    external_id = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    # {"code", "field", "value"}: told in the reader's language by `problems`.
    problems = models.JSONField(default=list)
    feedback = models.ForeignKey(
        "feedback.Feedback", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="import_row_once")
        ]
        indexes: ClassVar = [
            # The next chunk, and the rows that were refused.
            models.Index(fields=["run", "outcome", "line"], name="import_row_outcome"),
            # Whether a number was used before in the same file.
            models.Index(fields=["run", "external_id", "line"], name="import_row_repeated"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line}"


class SourceQuerySet(models.QuerySet["InboundSource"]):
    def visible_to(self, user: User) -> SourceQuerySet:
        """Keep the addresses for those who look after them."""
        return self if may(user, Act.MANAGE_INBOUND) else self.none()


class InboundSource(models.Model):
    """An address to which another system sends what customers say."""

    name = models.CharField(_("Name"), max_length=40, unique=True)
    # The name it was opened with, which stays: with a number there it says which feedback is meant.
    origin = models.CharField(max_length=40, unique=True)
    # SHA-256 of a key of 256 random bits; the key itself is shown once and not kept.
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    # With the installation's own secret it gives the secret that signatures are made with.
    salt = models.CharField(max_length=32)
    needs_signature = models.BooleanField(_("Only signed deliveries"), default=False)
    # Field of feedback -> path in the body such as payload.task.title; empty: our own format.
    paths = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    # Field -> word there -> word here.
    value_maps = models.JSONField(default=dict)
    sample = models.JSONField(null=True, blank=True)
    acts_as = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SourceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inbound-detail", args=[self.pk])


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> DeliveryQuerySet:
        """Keep what was sent for those who look after the addresses."""
        return self if may(user, Act.MANAGE_INBOUND) else self.none()


class Delivery(models.Model):
    """One thing that another system sent, what became of it and what it was told."""

    source = models.ForeignKey(InboundSource, models.CASCADE, related_name="deliveries")
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=DeliveryOutcome.choices)
    external_id = models.CharField(max_length=120, blank=True)
    problems = models.JSONField(default=list)
    body = models.TextField(blank=True)
    size = models.PositiveIntegerField(default=0)
    # What was answered: the status of HTTP, and the JSON.
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    # The delivery that a person let in once more.
    again_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeats"
    )
    feedback = models.ForeignKey(
        "feedback.Feedback", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            # The log of one address, newest first, also of one outcome.
            models.Index(fields=["source", "-id"], name="delivery_log"),
            models.Index(fields=["source", "outcome", "-id"], name="delivery_outcome"),
            # What came in the last days, and what is kept no longer.
            models.Index(fields=["received_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("inbound-delivery", args=[self.pk])

    @property
    def may_be_repeated(self) -> bool:
        """Whether it came to nothing so far and is kept whole."""
        return self.outcome in REPEATABLE and self.size <= MOST_BYTES


# As long as the name of a product can be.
PRODUCT_LENGTH = 80


def product_key(text: str) -> str:
    """Bring a product's name or code into the form in which a row that waits keeps it."""
    return normal(text)[:PRODUCT_LENGTH]


class HeldQuerySet(models.QuerySet["HeldRow"]):
    def visible_to(self, user: User) -> HeldQuerySet:
        """Keep what one imported oneself, and what other systems sent of products one may see."""
        if not may(user, Act.IMPORT_FEEDBACK):
            return self.none()
        if sees_everything(user):
            return self
        hidden = {product_key(name) for name in hidden_product_names(user)}
        sent = Q(run=None) & ~Q(product_key__in=hidden)
        return self.filter(Q(run__started_by=user) | sent)

    def waiting(self) -> HeldQuerySet:
        return self.filter(outcome=Outcome.HELD)


class HeldRow(models.Model):
    """What names a customer, product, module or version that is not known: waits for a person."""

    row = models.OneToOneField(
        ImportRow, models.CASCADE, null=True, blank=True, related_name="held"
    )
    run = models.ForeignKey(
        ImportRun, models.CASCADE, null=True, blank=True, related_name="held_rows"
    )
    # The log is kept for a while only; what waits, waits on.
    delivery = models.OneToOneField(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="held"
    )
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120, blank=True)
    # Of which product it speaks, to hide it from whoever may not see that one.
    product_key = models.CharField(max_length=PRODUCT_LENGTH, blank=True)
    # Field of feedback -> what was written there.
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.HELD)
    held_at = models.DateTimeField()
    feedback = models.ForeignKey(
        "feedback.Feedback", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = HeldQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # The list of what waits, the newest first.
            models.Index(fields=["outcome", "-id"], name="held_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
