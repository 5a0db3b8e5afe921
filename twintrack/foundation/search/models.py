"""What can be found: one row per object, with its words."""

from typing import ClassVar

from django.db import models


class SearchDocument(models.Model):
    """An object as search knows it; the words stand in an index of the database's own kind."""

    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    number = models.CharField(max_length=20, blank=True, db_index=True)
    title = models.CharField(max_length=300)
    tokens = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="found_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.title}"
