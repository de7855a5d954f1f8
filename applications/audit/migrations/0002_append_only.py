from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """What was drawn and what was found never change."""

    dependencies = [("audit", "0001_initial"), ("history", "0001_initial")]
    operations = [
        append_only("audit_sample"),
        append_only("audit_sampleitem"),
        append_only("audit_finding"),
    ]
