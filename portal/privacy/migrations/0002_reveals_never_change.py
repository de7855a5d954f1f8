from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """Who saw an identity number in clear stays written down."""

    dependencies = [("privacy", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("privacy_reveal")]
