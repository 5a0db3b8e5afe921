from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0005_several_before_kept")]
    operations = [migrations.RemoveField("deliverytask", "only_before")]
