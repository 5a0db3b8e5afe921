"""Handoffs were made for the one product of their feedback."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    handoff = apps.get_model("handoffs", "Handoff")
    feedback = apps.get_model("feedback", "Feedback")
    product = feedback.objects.filter(pk=OuterRef("feedback_id")).values("product_id")[:1]
    handoff.objects.filter(product=None).update(product_id=Subquery(product))


class Migration(migrations.Migration):
    dependencies = [("handoffs", "0003_proposals")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
