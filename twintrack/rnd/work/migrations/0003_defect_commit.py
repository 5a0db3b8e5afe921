from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0002_walk_open_work")]

    operations = [
        migrations.AddField(
            model_name="defect",
            name="caused_by_commit",
            field=models.CharField(blank=True, max_length=64, verbose_name="Caused by commit"),
        ),
    ]
