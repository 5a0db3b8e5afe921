"""Builds, and the files of results and coverage that were reported of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.quality.lifecycle import BuildState, Format, Unmeasured


class BuildQuerySet(models.QuerySet["Build"]):
    def visible_to(self, user: User) -> BuildQuerySet:
        """Keep those of products that the person sees, if their work is with tests."""
        if not may(user, Act.SEE_TEST_LOGS):
            return self.none()
        return self.filter(product_id__in=visible_product_ids(user))


class Build(models.Model):
    """One run of a job of CI over one commit."""

    number = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    repository = models.ForeignKey("engineering.Repository", models.CASCADE, related_name="+")
    sha = models.CharField(max_length=64)
    # Empty until the commit is read.
    commit = models.ForeignKey(
        "engineering.Commit", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    branch = models.CharField(_("Branch"), max_length=200, blank=True)
    # Of the branch that releases come from: only it says how a product stands.
    is_main = models.BooleanField(default=False)
    job = models.CharField(_("Job"), max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=BuildState.choices)
    # CI itself said how it ended, whatever the tests say.
    is_state_told = models.BooleanField(default=False)
    # Each test counts once: where both outcomes are known of the commit, it is flaky.
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    flaky = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    # Failed, but muted at that time.
    muted = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    lines_total = models.PositiveIntegerField(null=True, blank=True)
    lines_covered = models.PositiveIntegerField(null=True, blank=True)
    # Of lines that were added since the base and can be run; empty where not measured.
    changed_total = models.PositiveIntegerField(null=True, blank=True)
    changed_covered = models.PositiveIntegerField(null=True, blank=True)
    base_sha = models.CharField(max_length=64, blank=True)
    unmeasured = models.CharField(max_length=8, choices=Unmeasured.choices, blank=True)

    objects: ClassVar = BuildQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["repository", "sha", "job", "url"], name="build_reported_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["product", "-started_at", "-id"], name="build_by_day"),
            models.Index(
                fields=["repository", "is_main", "job", "-started_at"], name="build_of_main"
            ),
            models.Index(
                fields=["repository", "sha"], condition=Q(commit=None), name="build_unjoined"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def short(self) -> str:
        return self.sha[:10]

    @property
    def title(self) -> str:
        return f"{self.job or self.repository.name} {self.short}"

    @property
    def judged(self) -> int:
        """How many tests the pass rate is of."""
        return self.passed + self.failed


class TestRun(models.Model):
    """What one file of results said; a file that comes again adds nothing."""

    __test__ = False

    build = models.ForeignKey(Build, models.CASCADE, related_name="runs")
    name = models.CharField(max_length=200)
    suite = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    flaky = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    # Ids of tests, packed; empty once they are older than anybody compares with.
    passed_tests = models.BinaryField(default=bytes)
    skipped_tests = models.BinaryField(default=bytes)
    reported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["build", "digest"], name="run_reported_once")
        ]

    def __str__(self) -> str:
        return self.name


class CoverageRun(models.Model):
    """One file of coverage that was taken in; one that comes again adds nothing."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="coverages")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=9, choices=Format.choices)
    digest = models.CharField(max_length=64)
    lines_total = models.PositiveIntegerField()
    lines_covered = models.PositiveIntegerField()
    reported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["build", "digest"], name="coverage_reported_once")
        ]

    def __str__(self) -> str:
        return self.name


class FileCoverage(models.Model):
    """Which lines of a file ran in a build, all its reports together; lines as `1-5,8`."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="files")
    path = models.TextField()
    module = models.ForeignKey(
        "products.Module", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    covered = models.TextField(blank=True)
    missed = models.TextField(blank=True)
    lines_total = models.PositiveIntegerField()
    lines_covered = models.PositiveIntegerField()
    changed_total = models.PositiveIntegerField(default=0)
    changed_covered = models.PositiveIntegerField(default=0)
    # Lines that were added and did not run.
    changed_missed = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["build", "path"], name="file_covered_once")
        ]

    def __str__(self) -> str:
        return self.path


class ModuleTally(models.Model):
    """What a build says of one module of its product, or of what belongs to none."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="tallies")
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    module = models.ForeignKey(
        "products.Module", models.CASCADE, null=True, blank=True, related_name="+"
    )
    # When the build began, where the installation is.
    day = models.DateField()
    is_main = models.BooleanField()
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    flaky = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    muted = models.PositiveIntegerField(default=0)
    lines_total = models.PositiveIntegerField(default=0)
    lines_covered = models.PositiveIntegerField(default=0)
    changed_total = models.PositiveIntegerField(default=0)
    changed_covered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "module tallies"
        indexes: ClassVar = [
            models.Index(fields=["product", "is_main", "day"], name="tally_by_day"),
            models.Index(fields=["build", "module"], name="tally_of_build"),
        ]

    def __str__(self) -> str:
        return f"{self.build_id}: {self.module_id}"
