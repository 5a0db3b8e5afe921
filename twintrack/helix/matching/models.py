"""An inverted index of open requirements; it can be built again from them at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class IndexedRequirement(models.Model):
    """A requirement as matching sees it: its words, ready to be compared."""

    requirement = models.OneToOneField(
        "backlog.Requirement", models.CASCADE, primary_key=True, related_name="+"
    )
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    words = models.JSONField()
    # Ids and names of the modules that those who wait for it spoke of.
    modules = models.JSONField(default=list)
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
