"""What a token may do: each scope holds the ones before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and change")
    ADMIN = "admin", _("Administer")

    def covers(self, needed: "Scope") -> bool:
        """Say whether a token of this scope may do what needs another one."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)
