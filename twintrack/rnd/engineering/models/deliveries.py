"""Addresses for web hooks, what came there, and who is who at the hosts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.engineering.models.repositories import Repository


class HostCode(models.TextChoices):
    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    GITEE = "gitee", "Gitee"


class DeliveryOutcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Taken in")
    REPEATED = "repeated", _("Repeated")
    IGNORED = "ignored", _("Not of interest")
    UNKNOWN = "unknown", _("Unknown repository")
    REFUSED = "refused", _("Refused")


# What a person may let in once more.
REPEATABLE = frozenset(DeliveryOutcome.values) - {DeliveryOutcome.WAITING}


class HookQuerySet(models.QuerySet["Hook"]):
    def visible_to(self, user: User) -> HookQuerySet:
        """Keep those that the person looks after; one for many is looked after by all of them."""
        if not may(user, Act.MANAGE_REPOSITORIES):
            return self.none()
        seen = Q(repository__product_id__in=visible_product_ids(user))
        return self.filter(seen | Q(repository=None))


class Hook(models.Model):
    """An address to which a code host sends what happens in one repository, or in many."""

    name = models.CharField(_("Name"), max_length=80)
    host = models.CharField(_("Host"), max_length=6, choices=HostCode.choices)
    # Empty where it serves many: the delivery says which one it is about.
    repository = models.ForeignKey(
        Repository, models.CASCADE, null=True, blank=True, related_name="hooks"
    )
    # Stands in the address; what lets in is the secret.
    code = models.CharField(max_length=40, unique=True)
    # With the installation's own secret it gives the secret that deliveries are signed with.
    salt = models.CharField(max_length=32)
    acts_as = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    # Deliveries whose signature was wrong are counted and not kept.
    forged_count = models.PositiveIntegerField(default=0)
    forged_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = HookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("hook-detail", args=[self.pk])

    @property
    def number(self) -> str:
        """What it is called among other objects: its code is part of a secret address."""
        return f"HOOK-{self.pk}"


class HookDeliveryQuerySet(models.QuerySet["HookDelivery"]):
    def visible_to(self, user: User) -> HookDeliveryQuerySet:
        """Keep what came to hooks that the person looks after, of repositories they see."""
        if not may(user, Act.MANAGE_REPOSITORIES):
            return self.none()
        seen = Q(repository__product_id__in=visible_product_ids(user))
        return self.filter(Q(hook__in=Hook.objects.visible_to(user)) & (seen | Q(repository=None)))


class HookDelivery(models.Model):
    """One thing that a host sent, and what became of it."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    received_at = models.DateTimeField()
    event = models.CharField(max_length=80, blank=True)
    # The host's own id of the delivery, where it gives one.
    key = models.CharField(max_length=120, blank=True)
    # SHA-256 of event and body: the same content is the same delivery.
    fingerprint = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)
    size = models.PositiveIntegerField(default=0)
    outcome = models.CharField(
        max_length=8, choices=DeliveryOutcome.choices, default=DeliveryOutcome.WAITING
    )
    # Why it was refused, as a code; in words by `problems`.
    problem = models.CharField(max_length=40, blank=True)
    problem_detail = models.CharField(max_length=200, blank=True)
    # What was answered at once.
    status = models.PositiveSmallIntegerField(default=202)
    repository = models.ForeignKey(
        Repository, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pull_request = models.ForeignKey(
        "engineering.PullRequest", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How many of its records changed something, and how many were older than what is known.
    changed = models.PositiveSmallIntegerField(default=0)
    older = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True, blank=True)
    # The delivery that came before with the same id or content, or that a person let in again.
    again_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeats"
    )

    objects: ClassVar = HookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["hook", "-id"], name="hook_log"),
            models.Index(fields=["hook", "outcome", "-id"], name="hook_log_by_outcome"),
            models.Index(fields=["hook", "fingerprint"], name="hook_content"),
            models.Index(fields=["hook", "key"], condition=~Q(key=""), name="hook_delivery_id"),
            models.Index(fields=["received_at"], name="hook_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id}:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hook-delivery", args=[self.pk])

    @property
    def may_be_repeated(self) -> bool:
        """Whether it has been handled and is kept whole."""
        return self.outcome in REPEATABLE and bool(self.body)


class HostLogin(models.Model):
    """What a person is called at a code host."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    host = models.CharField(_("Host"), max_length=6, choices=HostCode.choices)
    login = models.CharField(_("Account name"), max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("host", Lower("login"), name="login_of_one_person")
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="logins_of_person")]

    def __str__(self) -> str:
        return f"{self.host}: {self.login}"
