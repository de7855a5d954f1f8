from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """What was handed in, what was issued and what happened never change."""

    dependencies = [("intake", "0001_initial"), ("history", "0001_initial")]
    operations = [
        append_only("intake_applicationevent"),
        append_only("intake_submission"),
        append_only("intake_letter"),
    ]
