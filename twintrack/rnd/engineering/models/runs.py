"""Runs of CI, and deployments with what came of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.engineering.models.repositories import Repository


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    SKIPPED = "skipped", _("Skipped")


class DeployState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


TONES = {"passed": "ok", "succeeded": "ok", "failed": "bad", "running": "rd", "waiting": "line"}


class PipelineQuerySet(models.QuerySet["Pipeline"]):
    def visible_to(self, user: User) -> PipelineQuerySet:
        """Keep those of repositories that the person sees."""
        if not may(user, Act.SEE_REPOSITORIES):
            return self.none()
        return self.filter(repository__product_id__in=visible_product_ids(user))


class Pipeline(models.Model):
    """One run of CI over a commit, as its host last told of it."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="pipelines")
    # The host's own id.
    key = models.CharField(max_length=150)
    name = models.CharField(max_length=200, blank=True)
    sha = models.CharField(max_length=64, blank=True)
    branch = models.CharField(max_length=250, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=RunState.choices)
    url = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField()

    objects: ClassVar = PipelineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "key"], name="pipeline_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["repository", "-told_at", "-id"], name="pipeline_by_day"),
            models.Index(fields=["repository", "sha"], name="pipeline_of_commit"),
            models.Index(fields=["finished_at"], name="pipeline_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return TONES.get(self.state, "")

    @property
    def took(self) -> timedelta | None:
        """How long it ran."""
        if self.started_at is None or self.finished_at is None:
            return None
        return max(self.finished_at - self.started_at, timedelta())


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def visible_to(self, user: User) -> DeploymentQuerySet:
        """Keep those of repositories that the person sees."""
        if not may(user, Act.SEE_REPOSITORIES):
            return self.none()
        return self.filter(repository__product_id__in=visible_product_ids(user))


class Deployment(models.Model):
    """A commit that was brought, or is being brought, to an environment."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="deployments")
    key = models.CharField(max_length=150)
    environment = models.CharField(_("Environment"), max_length=120)
    sha = models.CharField(max_length=64, blank=True)
    ref = models.CharField(max_length=250, blank=True)
    # The release that it brought, where the tag is known as one.
    release_tag = models.ForeignKey(
        "engineering.ReleaseTag", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("State"), max_length=9, choices=DeployState.choices)
    url = models.CharField(max_length=500, blank=True)
    deployed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deployed_by_login = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    # When it succeeded or failed.
    finished_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField()
    # Whether users use this environment, as the repository's pattern said when it was told.
    is_production = models.BooleanField(default=False)
    # A person said that it broke something, although it went through.
    broke_at = models.DateTimeField(null=True, blank=True)
    broke_note = models.CharField(max_length=300, blank=True)
    # When it worked again: said by a person, or the next deployment that succeeded.
    restored_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DeploymentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "key"], name="deployment_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-started_at", "-id"], name="deployment_by_day"),
            models.Index(
                fields=["repository", "environment", "-started_at", "-id"],
                name="deployment_of_environment",
            ),
            models.Index(fields=["finished_at"], name="deployment_finished"),
            # What is not restored yet.
            models.Index(
                fields=["repository", "environment"],
                condition=Q(restored_at=None) & (Q(state="failed") | Q(broke_at__isnull=False)),
                name="deployment_broken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.environment} {self.sha[:10]}"

    def get_absolute_url(self) -> str:
        return reverse("deployment-detail", args=[self.pk])

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return TONES.get(self.state, "")

    @property
    def short(self) -> str:
        return self.sha[:10]

    @property
    def is_failure(self) -> bool:
        """Whether it failed, or went through and broke something."""
        return self.state == DeployState.FAILED or self.broke_at is not None

    @property
    def failed_at(self) -> datetime | None:
        """Since when what it brought did not work; nothing where it is no failure."""
        if self.broke_at is not None:
            return self.broke_at
        return self.finished_at if self.state == DeployState.FAILED else None

    @property
    def out_for(self) -> timedelta | None:
        """How long it took until it worked again."""
        failed_at = self.failed_at
        if failed_at is None or self.restored_at is None:
            return None
        return max(self.restored_at - failed_at, timedelta())
