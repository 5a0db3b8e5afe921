"""What customers and contacts are compared by."""

from typing import Any

from django.db import migrations, models

from twintrack.sales.customers.names import core_of, name_initials
from twintrack.sales.customers.reaching import mail_domain, phone_core


def fill(apps: Any, _schema: Any) -> None:
    customer, contact = apps.get_model("customers.Customer"), apps.get_model("customers.Contact")
    for each in customer.objects.iterator(1000):
        each.name_core, each.name_initials = core_of(each.name), name_initials(each.name)
        each.save(update_fields=["name_core", "name_initials"])
    for each in contact.objects.iterator(1000):
        each.phone_core, each.mail_domain = phone_core(each.phone), mail_domain(each.email)
        each.save(update_fields=["phone_core", "mail_domain"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_tables")]

    operations = [
        *(
            migrations.AddField(
                model,
                name,
                models.CharField(max_length=length, editable=False, default="", db_index=True),
            )
            for model, name, length in (
                ("customer", "name_core", 120),
                ("customer", "name_initials", 120),
                ("contact", "phone_core", 20),
                ("contact", "mail_domain", 120),
            )
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
