from django.db import migrations, models
from django.db.models.functions import Now
from django.utils import timezone

FILL = """
UPDATE intake_application AS application SET status_since = coalesce(
    (SELECT max(event.at) FROM intake_applicationevent AS event
     WHERE event.subject_id = application.id AND event.to_status <> event.from_status),
    application.created_at)
"""


class Migration(migrations.Migration):
    """When an application came into its status: nobody is reminded of what passed before."""

    dependencies = [("intake", "0002_append_only")]

    operations = [
        migrations.AddField(
            "application",
            "status_since",
            models.DateTimeField("in this status since", db_default=Now(), default=timezone.now),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
