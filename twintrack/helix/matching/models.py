"""An inverted index of open requirements, which can be built again, and what was learned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from twintrack.algorithms.matching.similarity import Weights
from twintrack.foundation.people.models import User


class IndexedRequirement(models.Model):
    """A requirement as matching sees it: its words, ready to be compared."""

    requirement = models.OneToOneField(
        "backlog.Requirement", models.CASCADE, primary_key=True, related_name="+"
    )
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    words = models.JSONField()
    # Ids and names of the modules that those who wait for it spoke of.
    modules = models.JSONField(default=list)
    # Ids of the versions that those who wait for it spoke of.
    versions = models.JSONField(default=list)
    # The numbers of its words: only they lead back to its postings.
    keys = models.JSONField()
    # What the postings were made of: the same text is not indexed twice.
    digest = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.requirement_id}"


class Posting(models.Model):
    """How strongly a requirement speaks of a word; words are kept as numbers (`keys.py`)."""

    pk = models.CompositePrimaryKey("key", "requirement_id")
    key = models.BigIntegerField()
    requirement_id = models.BigIntegerField()
    weight = models.SmallIntegerField()

    class Meta:
        indexes: ClassVar = [
            # The requirements that speak of a word most.
            models.Index(fields=["key", "-weight", "-requirement_id"], name="posting_strongest")
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.requirement_id}"


class WordCount(models.Model):
    """In how many requirements of a product a word stands."""

    key = models.BigIntegerField(primary_key=True)
    requirements = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.requirements}"


class IndexVersion(models.Model):
    """
    The state that a product's index is in: another number after each change, never one twice.

    Who keeps parts of the index in memory sees by it whether they still hold (`remembering.py`).
    """

    product_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.product_id} in {self.version}"


class LearningQuerySet(models.QuerySet["Learning"]):
    def visible_to(self, user: User) -> LearningQuerySet:
        """Everybody who works here may know how right matching is."""
        return self


class Learning(models.Model):
    """
    What matching learned from the company's own decisions: one row at most.

    `area` is how often what is the same was told surer than what is not, `error` how far the
    similarities were from the truth; both on decisions that nothing was learned from, before
    and after.
    """

    weights = models.JSONField()
    learned_at = models.DateTimeField()
    decisions = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    area_before = models.FloatField()
    area_after = models.FloatField()
    error_before = models.FloatField()
    error_after = models.FloatField()

    objects: ClassVar = LearningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "learning"

    def __str__(self) -> str:
        return f"learned from {self.decisions}"

    @property
    def model(self) -> Weights:
        """Give the weights that hold since."""
        return Weights.of(self.weights)
