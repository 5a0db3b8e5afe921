"""Customers and the people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.customers.names import core_of, name_initials
from twintrack.sales.customers.reaching import mail_domain, phone_core


class Segment(models.TextChoices):
    A = "A", _("A · key customer")
    B = "B", _("B · growing customer")
    C = "C", _("C · other customer")


class BuyingRole(models.TextChoices):
    """What a person is in what their company decides to buy."""

    DECISION_MAKER = "decision_maker", _("Decision maker")
    ECONOMIC_BUYER = "economic_buyer", _("Economic buyer")
    EVALUATOR = "evaluator", _("Technical evaluator")
    USER = "user", _("End user")
    BUYER = "buyer", _("Purchasing")
    CHAMPION = "champion", _("Champion")
    OPPONENT = "opponent", _("Opponent")


class ConsentChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    MESSENGER = "messenger", _("Messenger (WeChat)")
    VISIT = "visit", _("Visit")


class ConsentState(models.TextChoices):
    GIVEN = "given", _("Consent given")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")


class ConsentWay(models.TextChoices):
    FORM = "form", _("By a form")
    MAIL = "mail", _("By letter or e-mail")
    WORD = "word", _("By word of mouth")
    CONTRACT = "contract", _("In a contract")


class Ground(models.TextChoices):
    """Why somebody is written to who does not want mail; advertising is no ground."""

    CONTRACT = "contract", _("To perform a contract, or at their own request")
    DUTY = "duty", _("A law asks for it")
    OTHERWISE = "otherwise", _("Somebody else was reached, or on another channel")


# On these somebody who does not want mail may be written to all the same.
MAIL_GROUNDS = (Ground.CONTRACT, Ground.DUTY)


def _with_keys(fields: Any, keys: Mapping[str, tuple[str, ...]]) -> Any:
    """Name the keys too whose sources are saved."""
    if fields is None:
        return None
    return {*fields, *(key for source in fields for key in keys.get(source, ()))}


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> CustomerQuerySet:
        """Keep the customers the person may see: all, for everybody in the company."""
        return self if may(user, Act.USE) else self.none()


class Customer(models.Model):
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=120, unique=True)
    industry = models.CharField(_("Industry"), max_length=80, blank=True)
    region = models.CharField(_("Region"), max_length=80, blank=True)
    segment = models.CharField(_("Segment"), max_length=1, choices=Segment.choices, default="C")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    created_at = models.DateTimeField()
    # What its name is found and compared by.
    name_core = models.CharField(max_length=120, editable=False, default="", db_index=True)
    name_initials = models.CharField(max_length=120, editable=False, default="", db_index=True)
    # It was the same as another one, which has all that hung on it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects: ClassVar = CustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_core, self.name_initials = core_of(self.name), name_initials(self.name)
        keys = {"name": ("name_core", "name_initials")}
        kwargs["update_fields"] = _with_keys(kwargs.get("update_fields"), keys)
        super().save(*args, **kwargs)


class CustomerMerge(models.Model):
    """Two customers that were one: what went from the merged one to the kept one."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    # From table and column to the ids of the rows that were moved.
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class PairDismissal(models.Model):
    """
    Two customers that somebody found not to be one, though they look alike.

    `evidence` are digests of what they had in common: the pair is proposed again once it has
    something else in common.
    """

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    evidence = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_dismissed_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Contact(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=80)
    title = models.CharField(_("Job title"), max_length=80, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    role = models.CharField(_("Buying role"), max_length=16, choices=BuyingRole, blank=True)
    # Somebody who left the customer; what they said keeps their name.
    is_active = models.BooleanField(default=True)
    # Nothing personal is known any more, and never will be again.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What tells that two of them are one.
    phone_core = models.CharField(max_length=20, editable=False, default="", db_index=True)
    mail_domain = models.CharField(max_length=120, editable=False, default="", db_index=True)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_core, self.mail_domain = phone_core(self.phone), mail_domain(self.email)
        keys = {"phone": ("phone_core",), "email": ("mail_domain",)}
        kwargs["update_fields"] = _with_keys(kwargs.get("update_fields"), keys)
        super().save(*args, **kwargs)

    @property
    def standing_consents(self) -> list[Consent]:
        """Give the newest consent of each channel that any was noted for."""
        newest: dict[str, Consent] = {}
        for each in self.consents.all():
            newest.setdefault(each.channel, each)
        return [newest[channel] for channel in ConsentChannel.values if channel in newest]


class Consent(models.Model):
    """
    That a person may be reached on a channel, or may not any more: from a day on.

    Rows are never changed. Of those of one channel that of the latest day counts, of one day the
    one that was noted last.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents")
    channel = models.CharField(_("Channel"), max_length=10, choices=ConsentChannel)
    state = models.CharField(_("Consent"), max_length=10, choices=ConsentState)
    on = models.DateField(_("On which day"))
    way = models.CharField(_("How it was said"), max_length=10, choices=ConsentWay)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("Noted at"))

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.channel}: {self.state}"


class Installation(models.Model):
    """A product that a customer uses, in one version where it is known."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="installations")
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    version = models.ForeignKey(
        "products.Version",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Version"),
    )
    since = models.DateField(_("Since"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "product", "version"], name="installed_once"
            ),
            models.UniqueConstraint(
                fields=["customer", "product"],
                condition=Q(version=None),
                name="installed_once_unversioned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.version or ''}".strip()
