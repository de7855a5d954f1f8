from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """Who was appointed to what never changes."""

    dependencies = [("accounts", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("accounts_appointmentevent")]
