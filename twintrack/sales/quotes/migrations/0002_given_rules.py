"""What every company begins with: large discounts are asked for, larger ones higher up."""

from django.db import migrations, models

RULES = (
    ("折扣超过 10%", "Discount above 10 %", 10, "sales_manager", 1),
    ("折扣超过 25%", "Discount above 25 %", 25, "executive", 2),
)


def give(apps, schema_editor):
    rules = apps.get_model("quotes", "ApprovalRule").objects.using(schema_editor.connection.alias)
    quotes = apps.get_model("quotes", "Quote").objects.using(schema_editor.connection.alias)
    # Whoever writes quotes already has decided about it.
    if rules.exists() or quotes.exists():
        return
    for name_zh, name_en, threshold, role, step in RULES:
        rules.create(
            name_zh=name_zh,
            name_en=name_en,
            kind="discount_above",
            threshold=threshold,
            role=role,
            step=step,
            is_given=True,
        )


class Migration(migrations.Migration):
    dependencies = [("quotes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="approvalrule",
            name="is_given",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
