"""What every table of mails to customers has."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.mailing.reasons import reason_of


class SendingState(models.TextChoices):
    WAITING = "waiting", _("On its way")
    # Handed to the mail server, the answer not noted yet: never handed over again.
    SENDING = "sending", _("Being sent")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Failed")


class Sending(models.Model):
    """One time that something goes out by mail: who sent it, and what becomes of it."""

    state = models.CharField(
        max_length=8, choices=SendingState.choices, default=SendingState.WAITING
    )
    error = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def reason(self) -> str:
        """Why it did not leave, or not yet, in the reader's language."""
        return reason_of(self.error)

    def end(self, error: str = "") -> None:
        """Keep that the mail server took it, or why it is not tried again."""
        self.state = SendingState.FAILED if error else SendingState.DONE
        self.error, self.next_try_at = error[:500], None
        self.save(update_fields=["state", "error", "next_try_at"])
