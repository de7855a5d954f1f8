from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    dependencies = [("experts", "0001_initial"), ("history", "0001_initial")]

    operations = [append_only("experts_expertevent")]
