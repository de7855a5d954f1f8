from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """How a deadline moved and why never changes afterwards."""

    dependencies = [("catalog", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("catalog_roundchange")]
