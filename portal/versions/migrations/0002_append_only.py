from django.db import migrations

from portal.history.operations import append_only


class Migration(migrations.Migration):
    """What a thing once said stays readable."""

    dependencies = [("versions", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("versions_version")]
