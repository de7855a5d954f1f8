from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """Public keys are published for good."""

    dependencies = [("documents", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("documents_signingkey")]
