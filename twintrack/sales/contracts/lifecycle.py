"""The way of a contract and of its versions, and what an instalment waits for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    # Signed, its term has not begun.
    SIGNED = "signed", pgettext_lazy("contract", "Signed")
    ACTIVE = "active", pgettext_lazy("contract", "In force")
    COMPLETED = "completed", pgettext_lazy("contract", "Completed")
    TERMINATED = "terminated", pgettext_lazy("contract", "Terminated")


BINDING = (ContractState.SIGNED, ContractState.ACTIVE)
OPEN = (ContractState.DRAFT, *BINDING)


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", pgettext_lazy("contract", "Signed")
    DISCARDED = "discarded", pgettext_lazy("contract", "Discarded")


class SignedHow(models.TextChoices):
    PAPER = "paper", _("On paper, with the company's seal")
    SEAL = "e_seal", _("By electronic seal")


class Trigger(models.TextChoices):
    """From when an instalment is due: a day, or so many days after something happened."""

    DAY = "day", _("On a day")
    SIGNING = "signing", _("After signing")
    DELIVERY = "delivery", _("After delivery")
    MILESTONE = "milestone", _("After a milestone")
    ACCEPTANCE = "acceptance", _("After acceptance")
