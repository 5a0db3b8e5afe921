"""Numbers people call objects by, such as REQ-318: one counter a kind, never reused."""

from django.db import transaction
from django.db.models import F

from twintrack.foundation.objects.models import Counter


def next_numbers(prefix: str, count: int) -> list[str]:
    """Take the next numbers of a kind; runs inside the caller's transaction."""
    with transaction.atomic():
        # The update locks the counter's row until the caller's transaction ends.
        if not Counter.objects.filter(prefix=prefix).update(value=F("value") + count):
            Counter.objects.get_or_create(prefix=prefix)
            Counter.objects.filter(prefix=prefix).update(value=F("value") + count)
        last = Counter.objects.values_list("value", flat=True).get(prefix=prefix)
    return [f"{prefix}-{n}" for n in range(last - count + 1, last + 1)]


def next_number(prefix: str) -> str:
    """Take the next number of a kind, such as `REQ-318`."""
    return next_numbers(prefix, 1)[0]
