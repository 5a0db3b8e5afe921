"""Where builds, tests and gates stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BuildState(models.TextChoices):
    RUNNING = "running", _("Running")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Format(models.TextChoices):
    JUNIT = "junit", "JUnit"
    COBERTURA = "cobertura", "Cobertura"
    LCOV = "lcov", "LCOV"
    JACOCO = "jacoco", "JaCoCo"


class Outcome(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    FLAKY = "flaky", _("Flaky")
    SKIPPED = "skipped", _("Skipped")


class Unmeasured(models.TextChoices):
    """Why nobody can say which changed lines were run."""

    COMMIT = "commit", _("The commit has not been read yet")
    MIRROR = "mirror", _("The repository's copy does not hold the commit")
    NOTHING = "nothing", _("No line that can be run was changed")


class Verdict(models.TextChoices):
    KEPT = "kept", _("Holds")
    BROKEN = "broken", _("Broken")
    UNKNOWN = "unknown", _("Not known")
