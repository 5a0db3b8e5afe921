from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backlog", "0001_tables"),
        ("iterations", "0001_initial"),
        ("products", "0001_tables"),
        ("projects", "0001_tables"),
        ("releases", "0001_tables"),
        ("work", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="workitem",
            name="work_open_by_state",
        ),
        migrations.RemoveIndex(
            model_name="workitem",
            name="work_open_by_rank",
        ),
        migrations.RemoveIndex(
            model_name="workitem",
            name="work_open_by_priority",
        ),
        migrations.RemoveIndex(
            model_name="workitem",
            name="work_open_of_person",
        ),
        migrations.RemoveIndex(
            model_name="workitem",
            name="work_of_product",
        ),
        migrations.AddField(
            model_name="workitem",
            name="still_open",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.ExpressionWrapper(
                    models.Q(("state__in", ["in_progress", "in_review", "in_testing", "todo"])),
                    models.BooleanField(),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("still_open", True)),
                fields=["state", "rank", "id"],
                name="work_open_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("still_open", True)),
                fields=["rank", "id"],
                name="work_open_by_rank",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("still_open", True)),
                fields=["priority", "rank", "id"],
                name="work_open_by_priority",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("still_open", True)),
                fields=["state", "points", "product"],
                name="work_open_amounts",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("still_open", True)),
                fields=["assignee", "rank", "id"],
                name="work_open_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                fields=["product", "state", "done_at", "points"], name="work_of_product"
            ),
        ),
    ]
