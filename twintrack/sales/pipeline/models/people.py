"""Who works on an opportunity, on our side and on the customer's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.sales.pipeline.lifecycle import Influence, Part


class OpportunityMember(models.Model):
    """A colleague in the team of an opportunity, beside its owner."""

    opportunity = models.ForeignKey("pipeline.Opportunity", models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Person")
    )
    part = models.CharField(_("Part"), max_length=12, choices=Part.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "person", "part"], name="member_once_in_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.part}"


class OpportunityContact(models.Model):
    """A person at the customer, and what they are to the deal."""

    opportunity = models.ForeignKey("pipeline.Opportunity", models.CASCADE, related_name="contacts")
    contact = models.ForeignKey(
        "customers.Contact", models.CASCADE, related_name="+", verbose_name=_("Contact")
    )
    influence = models.CharField(_("Influence"), max_length=16, choices=Influence.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "contact"], name="contact_once_in_a_deal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.influence}"
