"""Give every requirement a place in the list ordered by hand: the most valuable first."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from twintrack.algorithms.ordering.rank import FIRST, spread


def place(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    requirements = apps.get_model("backlog", "Requirement").objects
    found = list(requirements.order_by("-value_score", "pk").only("pk", "rank"))
    for each, rank in zip(found, spread(None, None, len(found)), strict=True):
        each.rank = rank
    requirements.bulk_update(found, ["rank"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("backlog", "0003_revenue")]

    operations = [
        migrations.AddField(
            model_name="requirement",
            name="rank",
            field=models.CharField(default=FIRST, max_length=200),
        ),
        migrations.RunPython(place, migrations.RunPython.noop, elidable=True),
    ]
