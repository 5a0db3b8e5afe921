"""Roles granted to people, and tokens that act for them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import User


class RoleGrant(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> ApiTokenQuerySet:
        """Keep a person's own tokens; whoever manages people sees all."""
        return self if may(user, Act.MANAGE_PEOPLE) else self.filter(owner=user)


class ApiToken(models.Model):
    """A key to the REST API that acts as its owner, within its scope."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    scope = models.CharField(_("Scope"), max_length=5, choices=Scope.choices, default=Scope.READ)
    # SHA-256 of a token of 256 random bits; the token itself is shown once and not kept.
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def holds(self, at: datetime) -> bool:
        """Say whether it opens anything at a moment."""
        is_current = self.expires_at is None or self.expires_at > at
        return self.revoked_at is None and is_current and self.owner.is_active
