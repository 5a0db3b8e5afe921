"""Files of customers, and their rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.rosters.lifecycle import MOVING, Decision, Outcome, State


class CustomerImportQuerySet(models.QuerySet["CustomerImport"]):
    def visible_to(self, user: User) -> CustomerImportQuerySet:
        """Keep the files that the person may see: all, for whoever takes customers in."""
        return self if may(user, Act.IMPORT_CUSTOMERS) else self.none()


class CustomerImport(models.Model):
    """One file of customers and the people there."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("File"), max_length=160)
    # The same content again is the same file, whatever it is called.
    digest = models.CharField(max_length=64, db_index=True)
    columns = models.JSONField(default=list)
    # From the field of a customer to the column of the file.
    mapping = models.JSONField(default=dict)
    policy = models.CharField(
        _("Customers that are known"),
        max_length=6,
        choices=Decision.choices,
        default=Decision.ATTACH,
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    # The line that was handled last.
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CustomerImportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="rosters_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("customer-import", args=[self.number])

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING


class CustomerImportRow(models.Model):
    """One row: what it says, what becomes of it, and what it brought."""

    run = models.ForeignKey(CustomerImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    # Why it is known (see `matching`), or not usable.
    reason = models.CharField(max_length=12, blank=True)
    # In the words of the code; `problem_words` says it in the reader's language.
    problem = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=6, choices=Decision.choices, blank=True)
    # What its company is compared by: the same company in several rows is one.
    core = models.CharField(max_length=120, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_new_customer = models.BooleanField(default=False)
    is_new_contact = models.BooleanField(default=False)
    # From the field of the customer to what stood there, and to what the file said.
    changed = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="customer_row_once")
        ]
        indexes: ClassVar = [
            # The next rows to be handled, and counts by outcome.
            models.Index(fields=["run", "outcome", "line"], name="customer_row_next"),
            models.Index(fields=["run", "core"], name="customer_row_core"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line}"

    @property
    def problem_words(self) -> str:
        return gettext(self.problem) if self.problem else ""
