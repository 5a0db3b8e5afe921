from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0003_survey_mails")]
    operations = [
        migrations.RenameField("deliverytask", "after", "only_before"),
        migrations.AddField(
            model_name="deliverytask",
            name="after",
            field=models.ManyToManyField(
                blank=True,
                related_name="followers",
                to="deliveries.deliverytask",
                verbose_name="Begins after",
            ),
        ),
    ]
