"""How invoices stand, and what becomes of reminders and of lines of bank statements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvoiceState(models.TextChoices):
    """Never stored: it follows from what was allocated and credited, and from the day."""

    OPEN = "open", pgettext_lazy("invoice", "Not due yet")
    PARTLY = "partly", pgettext_lazy("invoice", "Partly paid")
    OVERDUE = "overdue", pgettext_lazy("invoice", "Overdue")
    DISPUTED = "disputed", pgettext_lazy("invoice", "Disputed")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    CREDITED = "credited", pgettext_lazy("invoice", "Credited")


class TaskState(models.TextChoices):
    TODO = "todo", _("To do")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class LineState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("bank line", "To be matched")
    BOOKED = "booked", pgettext_lazy("bank line", "Booked")
    KNOWN = "known", pgettext_lazy("bank line", "Known before")
    IGNORED = "ignored", pgettext_lazy("bank line", "Set aside")
