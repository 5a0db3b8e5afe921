"""Leads: companies that may become customers, and what was spoken with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.customers.names import core_of, name_initials
from twintrack.sales.customers.reaching import mail_domain, phone_core
from twintrack.sales.leads.lifecycle import OPEN, Capture, Reason, Size, Source, State, Way


class LeadQuerySet(models.QuerySet["Lead"]):
    def visible_to(self, user: User) -> LeadQuerySet:
        """Keep the leads that the person may see: all for sales, none for R&D."""
        return self if may(user, Act.SEE_LEADS) else self.none()


class Lead(models.Model):
    number = models.CharField(max_length=20, unique=True)
    company = models.CharField(_("Company"), max_length=120)
    contact_name = models.CharField(_("Contact"), max_length=80, blank=True)
    contact_title = models.CharField(_("Job title"), max_length=80, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    source = models.CharField(
        _("Source"), max_length=16, choices=Source.choices, default=Source.OTHER
    )
    interest = models.CharField(_("Interest"), max_length=500, blank=True)
    products = models.ManyToManyField(
        "products.Product", blank=True, related_name="+", verbose_name=_("Products")
    )
    region = models.CharField(_("Region"), max_length=80, blank=True)
    industry = models.CharField(_("Industry"), max_length=80, blank=True)
    size = models.CharField(_("Size"), max_length=12, choices=Size.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Owner"),
    )
    state = models.CharField(
        _("State"), max_length=14, choices=State.choices, default=State.NEW, db_index=True
    )
    state_since = models.DateTimeField()
    reason = models.CharField(_("Reason"), max_length=14, choices=Reason.choices, blank=True)
    reason_words = models.CharField(max_length=300, blank=True)
    points = models.IntegerField(_("Lead points"), default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What was known of the person there was erased; the lead stays.
    person_erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The rule that chose the owner; nothing where a person did.
    chosen_by = models.ForeignKey(
        "leads.AssignmentRule",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    captured_by = models.CharField(max_length=8, choices=Capture.choices, default=Capture.FORM)
    # The first answer: until when it is owed, when it came, and after how much working time.
    due_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    response_minutes = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opportunity = models.OneToOneField(
        "pipeline.Opportunity", models.PROTECT, null=True, blank=True, related_name="lead"
    )
    web_form = models.ForeignKey(
        "leads.LeadWebForm", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    external_source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    # What it is found and compared by.
    company_core = models.CharField(max_length=120, editable=False, db_index=True)
    company_initials = models.CharField(max_length=120, editable=False, db_index=True)
    phone_core = models.CharField(max_length=20, editable=False, db_index=True)
    mail_domain = models.CharField(max_length=120, editable=False, db_index=True)

    objects: ClassVar = LeadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="lead_of_another_system_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="lead_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="lead_by_state"),
            models.Index(fields=["owner", "state"], name="lead_of_owner"),
            models.Index(
                fields=["due_at"], condition=Q(contacted_at=None, state="new"), name="lead_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.company}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.company_core, self.company_initials = (
            core_of(self.company),
            name_initials(self.company),
        )
        self.phone_core, self.mail_domain = phone_core(self.phone), mail_domain(self.email)
        if kwargs.get("update_fields") is not None:
            keys = {"company_core", "company_initials", "phone_core", "mail_domain"}
            kwargs["update_fields"] = {*kwargs["update_fields"], *keys}
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, at: datetime) -> bool:
        """Say whether nobody has spoken with them although the time for it is over."""
        is_owed = self.state == State.NEW and self.contacted_at is None
        return is_owed and self.due_at is not None and self.due_at < at


class LeadNote(models.Model):
    """A call, a visit or a message: what was spoken, and whether somebody was reached."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="notes")
    way = models.CharField(_("How"), max_length=8, choices=Way.choices, default=Way.CALL)
    text = models.CharField(_("What was said"), max_length=2000, blank=True)
    reached = models.BooleanField(_("Got through"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lead", "-at"], name="note_of_lead")]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.text[:40]}"
