from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """What was handed in, said, signed and decided never changes."""

    dependencies = [("intake", "0001_initial"), ("history", "0001_initial")]
    operations = [
        append_only("intake_applicationevent"),
        append_only("intake_submission"),
        append_only("intake_letter"),
        append_only("intake_correctionpoint"),
        append_only("intake_signoff"),
        append_only("intake_sealedpage"),
        append_only("intake_papercopy"),
        append_only("intake_approval"),
    ]
