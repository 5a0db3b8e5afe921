from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0005_who_handed_in"),
    ]

    operations = [
        # Django writes this default, no database has it: nothing changes there.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="quotesending",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("waiting", "On its way"),
                            ("sending", "Being sent"),
                            ("done", "Delivered"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
            ],
        ),
    ]
