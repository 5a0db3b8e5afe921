from django.db import migrations, models

OUTCOMES = [
    ("waiting", "Waiting"),
    ("recorded", "Recorded"),
    ("known", "Known already"),
    ("differing", "Known with other words"),
    ("held", "Held"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
    ("kept", "Kept"),
    ("dismissed", "Dismissed"),
]


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_arriving")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="differing",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrun",
            name="unreadable",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="heldrow",
            name="outcome",
            field=models.CharField(choices=OUTCOMES, default="held", max_length=10),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="outcome",
            field=models.CharField(choices=OUTCOMES, default="waiting", max_length=10),
        ),
    ]
