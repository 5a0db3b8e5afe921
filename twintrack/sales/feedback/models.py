"""What customers said, in their own words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import has_hidden_products, visible_product_ids
from twintrack.sales.feedback.lifecycle import OPEN, TO_TRIAGE, State

# What a customer said is at most so long, whichever way it comes in.
WORDS_LENGTH = 50_000


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


class Channel(models.TextChoices):
    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    MEETING = "meeting", _("Meeting")
    CHAT = "chat", _("Chat")
    IMPORT = "import", _("Import")
    API = "api", _("Another system")
    OTHER = "other", _("Other")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> FeedbackQuerySet:
        """Keep the feedback on products that the person may see, one of them at least."""
        if not has_hidden_products(user):
            return self
        products = visible_product_ids(user)
        also = Feedback.also_products.through.objects.filter(product_id__in=products)
        return self.filter(Q(product_id__in=products) | Q(pk__in=also.values("feedback_id")))

    def to_triage(self) -> FeedbackQuerySet:
        """Keep what no person has looked at yet, whether it reached R&D by itself or not."""
        return self.filter(state__in=TO_TRIAGE, triaged_at=None)


class Feedback(models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    contact = models.ForeignKey(
        "customers.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contact"),
    )
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    also_products = models.ManyToManyField(
        "products.Product", blank=True, related_name="+", verbose_name=_("Also concerns")
    )
    module = models.ForeignKey(
        "products.Module",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Module"),
    )
    version = models.ForeignKey(
        "products.Version",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Version"),
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.COMPLAINT)
    severity = models.CharField(
        _("Severity"), max_length=8, choices=Severity.choices, default=Severity.MAJOR
    )
    channel = models.CharField(
        _("Channel"), max_length=8, choices=Channel.choices, default=Channel.OTHER
    )
    title = models.CharField(_("Title"), max_length=200)
    verbatim = models.TextField(_("In the customer's words"))
    state = models.CharField(_("State"), max_length=22, choices=State.choices, default=State.NEW)
    # Where feedback goes back to when it is no duplicate, or is not withdrawn, after all.
    state_before = models.CharField(max_length=22, choices=State.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("Duplicate of"),
    )
    # What was answered without R&D, or why it was withdrawn.
    note = models.CharField(_("Note"), max_length=500, blank=True)
    occurred_at = models.DateTimeField(_("Happened"))
    source = models.CharField(_("Source"), max_length=40, blank=True)
    source_url = models.URLField(_("Link to the source"), max_length=500, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    # When it last changed where it comes from: an older update never replaces a newer one.
    source_updated_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    triaged_at = models.DateTimeField(null=True, blank=True)

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
            # The inbox by state, the newest first.
            models.Index(fields=["state", "-id"], name="feedback_inbox"),
            # What nobody has looked at yet: the inbox's first tab and the side bar's number.
            models.Index(
                fields=["-id"],
                condition=Q(triaged_at=None, state__in=("new", "linked")),
                name="feedback_to_triage",
            ),
            models.Index(
                fields=["severity"],
                condition=Q(triaged_at=None, state__in=("new", "linked")),
                name="feedback_how_bad",
            ),
            # What one customer said.
            models.Index(fields=["customer", "-id"], name="feedback_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_with_rnd(self) -> bool:
        return State(self.state) == State.LINKED

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def is_triaged(self) -> bool:
        return self.triaged_at is not None or State(self.state) not in TO_TRIAGE
