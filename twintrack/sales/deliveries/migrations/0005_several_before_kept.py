from django.db import migrations

AT_ONCE = 1000


def keep(apps, _editor):
    task = apps.get_model("deliveries", "DeliveryTask")
    pairs = task.after.through
    rows = task.objects.exclude(only_before=None).values_list("pk", "only_before_id")
    pairs.objects.bulk_create(
        (
            pairs(from_deliverytask_id=pk, to_deliverytask_id=before)
            for pk, before in rows.order_by("pk")
        ),
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0004_several_before")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
