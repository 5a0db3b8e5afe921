"""What stands in the file of a bank statement, so that other columns can be chosen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collections", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="currency",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name="statement",
            name="table",
            field=models.JSONField(default=dict),
        ),
    ]
