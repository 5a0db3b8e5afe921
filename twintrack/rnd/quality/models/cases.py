"""Tests, and how they ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.quality.lifecycle import Outcome
from twintrack.rnd.quality.models.builds import Build, TestRun


class TestCaseQuerySet(models.QuerySet["TestCase"]):
    __test__ = False

    def visible_to(self, user: User) -> TestCaseQuerySet:
        """Keep those of products that the person sees, if their work is with tests."""
        if not may(user, Act.SEE_TEST_LOGS):
            return self.none()
        return self.filter(product_id__in=visible_product_ids(user))


class TestCase(models.Model):
    """A test of a repository, known by its class and name; pytest leaves it alone."""

    __test__ = False

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    repository = models.ForeignKey("engineering.Repository", models.CASCADE, related_name="+")
    # Stands for class and name, however long these are.
    key = models.CharField(max_length=32)
    classname = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=500)
    # Where it stands, as far as that can be told.
    path = models.CharField(max_length=500, blank=True)
    module = models.ForeignKey(
        "products.Module", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    first_seen_at = models.DateTimeField()
    # The first build of the main branch in which it failed without passing since, and the last
    # one before in which it passed.
    failing_since = models.ForeignKey(
        Build, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    passing_until = models.ForeignKey(
        Build, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    flaky_since = models.DateTimeField(null=True, blank=True)
    flaky_last_at = models.DateTimeField(null=True, blank=True)
    # In how many commits both outcomes were seen.
    flaky_count = models.PositiveIntegerField(default=0)
    # The day to look again; a test with one is muted.
    muted_until = models.DateField(_("Look at it again on"), null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mute_reason = models.CharField(_("Reason"), max_length=500, blank=True)

    objects: ClassVar = TestCaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "key"], name="test_known_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["product", "-flaky_last_at", "-id"],
                condition=Q(flaky_last_at__isnull=False),
                name="test_flaky",
            ),
            models.Index(
                fields=["repository"],
                condition=Q(failing_since__isnull=False),
                name="test_failing",
            ),
            models.Index(
                fields=["muted_until"],
                condition=Q(muted_until__isnull=False),
                name="test_muted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None


class TestResult(models.Model):
    """A test failed in a run, was flaky, or passed again after failing."""

    __test__ = False

    test = models.ForeignKey(TestCase, models.CASCADE, related_name="results")
    run = models.ForeignKey(TestRun, models.CASCADE, related_name="results")
    build = models.ForeignKey(Build, models.CASCADE, related_name="results")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    message = models.TextField(blank=True)
    seconds = models.FloatField(default=0)
    # When the build began.
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["test", "-at", "-id"], name="result_of_test"),
            models.Index(fields=["build", "outcome"], name="result_of_build"),
        ]

    def __str__(self) -> str:
        return f"{self.test_id} {self.outcome}"

    @property
    def first_line(self) -> str:
        return self.message.partition("\n")[0]


class TestWeek(models.Model):
    """How often a test ran on the main branch in a week, how it ended, and how long it took."""

    __test__ = False

    test = models.ForeignKey(TestCase, models.CASCADE, related_name="weeks")
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    # The Monday.
    week = models.DateField()
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    flaky = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["test", "week"], name="test_counted_once_a_week")
        ]
        indexes: ClassVar = [models.Index(fields=["product", "week"], name="test_weeks")]

    def __str__(self) -> str:
        return f"{self.test_id} {self.week}"
