import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def keep_first_names(apps, _schema_editor):
    apps.get_model("intake", "InboundSource").objects.update(origin=F("name"))


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="inboundsource",
            name="origin",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(keep_first_names, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="inboundsource",
            name="origin",
            field=models.CharField(max_length=40, unique=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="again_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="repeats",
                to="intake.delivery",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="answer",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="delivery",
            name="size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="status",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="heldrow",
            name="delivery",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="held",
                to="intake.delivery",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["source", "outcome", "-id"], name="delivery_outcome"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["received_at"], name="delivery_age"),
        ),
    ]
