from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("operations_anchor")]
