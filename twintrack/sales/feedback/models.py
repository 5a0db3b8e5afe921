"""What customers said, in their own words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.feedback.lifecycle import NEXT_STATES, State


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    REQUEST = "request", _("Request")
    PRAISE = "praise", _("Praise")
    QUESTION = "question", _("Question")


class Severity(models.TextChoices):
    BLOCKER = "blocker", _("Stops the line")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    TRIVIAL = "trivial", _("Trivial")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> FeedbackQuerySet:
        """Keep the feedback on products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Feedback(models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    module = models.ForeignKey(
        "products.Module", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(
        "products.Version", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.COMPLAINT)
    severity = models.CharField(
        _("Severity"), max_length=8, choices=Severity.choices, default=Severity.MAJOR
    )
    title = models.CharField(_("Title"), max_length=120)
    verbatim = models.TextField(_("In the customer's words"))
    state = models.CharField(_("State"), max_length=22, choices=State.choices, default=State.NEW)
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar = FeedbackQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # What another system sends again is the same feedback.
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="external_feedback_once",
            )
        ]
        indexes: ClassVar = [
            # The inbox: what is new, the newest first.
            models.Index(fields=["state", "-id"], name="feedback_inbox")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES.get(State(self.state), ())
