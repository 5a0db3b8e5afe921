"""The way of a version of a quote: who may still change it, and what may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuoteState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", pgettext_lazy("quote", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("quote", "Accepted")
    REJECTED = "rejected", _("Declined")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Superseded")


# What people still work on, or wait for.
OPEN = (QuoteState.DRAFT, QuoteState.IN_APPROVAL, QuoteState.APPROVED, QuoteState.SENT)
# From these the next version may be made; what the customer accepted is changed by a contract.
REVISABLE = (
    QuoteState.IN_APPROVAL,
    QuoteState.APPROVED,
    QuoteState.SENT,
    QuoteState.REJECTED,
    QuoteState.EXPIRED,
)


class ApprovalState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
