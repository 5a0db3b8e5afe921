"""Whoever wrote feedback down looks after it; it happened when it was written down."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("feedback", "Feedback").objects.filter(owner=None).update(
        owner=F("recorded_by"), occurred_at=F("recorded_at")
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_said_and_triaged")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
