"""The mails by which customers get the link of a survey."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.mailing.models import Sending
from twintrack.sales.customers.models import Ground


class SurveySending(Sending):
    """One time that the link of a survey went to the customer: to whom, in which words, by whom."""

    survey = models.ForeignKey("deliveries.Survey", models.CASCADE, related_name="sendings")
    to = models.EmailField(_("To whom"), max_length=254)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(_("Subject line"), max_length=150)
    message = models.TextField(_("Message"), max_length=4000)
    # Why it went to somebody who wants no mail any more.
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="survey_mails_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} to {self.to}"
