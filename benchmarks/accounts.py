"""What is in a database after faults, counted: `python -m benchmarks.accounts`, as JSON."""

import json

import django

django.setup()

from django.db.models import Count, Max  # noqa: E402

from benchmarks.big_import import SOURCE  # noqa: E402
from benchmarks.words import REASON  # noqa: E402
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry  # noqa: E402
from twintrack.foundation.ledger.subscribers import all_subscribers  # noqa: E402
from twintrack.foundation.notifications.models import Notification  # noqa: E402
from twintrack.helix.handoffs.models import Handoff  # noqa: E402
from twintrack.sales.feedback.models import Feedback  # noqa: E402


def untold() -> int:
    """Count the people who should have been told a decision and were not, or were told besides."""
    wrong = 0
    for entry in Entry.objects.filter(kind="requirement.reviewed", payload__reason=REASON):
        waiting = Handoff.objects.filter(
            requirement_id=entry.about_id, made_at__lte=entry.happened_at
        )
        people = waiting.values_list("feedback__customer__owner", "feedback__recorded_by")
        wanted = {pk for pair in people for pk in pair} - {entry.actor_id}
        told = Notification.objects.filter(entry=entry).values_list("recipient", flat=True)
        wrong += len(wanted.symmetric_difference(told))
    return wrong


def count() -> dict[str, int]:
    """Count what should be there once, and what the ledger says of it."""
    said = Feedback.objects.filter(source=SOURCE)
    ids = set(said.values_list("pk", flat=True))
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    entries = Entry.objects.filter(about_kind="feedback", about_id__in=ids)
    per_entry = Notification.objects.values("recipient", "entry", "subject_kind", "subject_id")
    behind = {each.name for each in all_subscribers()} - set(
        Cursor.objects.filter(position__gte=newest).values_list("subscriber", flat=True)
    )
    return {
        "feedback": len(ids),
        "numbers": said.values("external_id").distinct().count(),
        "handed_over": Handoff.objects.filter(feedback__in=ids)
        .values("feedback")
        .distinct()
        .count(),
        "handoffs": Handoff.objects.filter(feedback__in=ids).count(),
        "recorded_entries": entries.filter(kind="feedback.recorded").count(),
        "handoff_entries": entries.filter(kind="handoff.made").count(),
        "untold": untold(),
        "decisions": Entry.objects.filter(kind="requirement.reviewed").count(),
        "told_twice": per_entry.annotate(times=Count("pk")).filter(times__gt=1).count(),
        "parked": ParkedEntry.objects.filter(replayed_at=None).count(),
        "behind": len(behind),
    }


if __name__ == "__main__":
    print(json.dumps(count()))
