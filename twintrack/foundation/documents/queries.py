"""What stands on the head of papers."""

from __future__ import annotations

from django.conf import settings

from twintrack.foundation.documents.models import Letterhead

FIELDS = (
    *("name_zh", "name_en", "address_zh", "address_en", "phone", "email", "website"),
    *("tax_number", "bank_zh", "bank_en", "bank_account"),
)


def get_letterhead() -> Letterhead:
    """Give what the company writes on its papers; until it is filled in, its name alone."""
    name = str(settings.TWINTRACK["organisation"])
    return Letterhead.objects.first() or Letterhead(name_zh=name, name_en=name)


def letterhead_now() -> dict[str, str]:
    """Give it as a paper keeps it."""
    head = get_letterhead()
    return {name: getattr(head, name) for name in FIELDS}
