from django.db import migrations, models

FILL = """
UPDATE inbox_reminder SET
    moment = deadline - "offset",
    code = CASE
        WHEN mod(extract(epoch FROM "offset")::bigint, 86400) = 0
            THEN (extract(epoch FROM "offset")::bigint / 86400)::text || 'd'
        ELSE (extract(epoch FROM "offset")::bigint / 3600)::text || 'h' END;
DELETE FROM inbox_reminder WHERE covered;
"""


class Migration(migrations.Migration):
    """Offsets become data: a number and its unit; covered ones are no longer written down."""

    dependencies = [("inbox", "0002_delivery_channels")]

    operations = [
        migrations.AddField("reminder", "code", models.CharField("before the deadline", max_length=8, default="")),
        migrations.AddField("reminder", "moment", models.DateTimeField("came due", null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint("reminder", "reminder_once"),
        migrations.RemoveField("reminder", "offset"),
        migrations.RemoveField("reminder", "covered"),
        migrations.RenameField("reminder", "code", "offset"),
        migrations.AlterField("reminder", "offset", models.CharField("before the deadline", max_length=8)),
        migrations.AlterField("reminder", "moment", models.DateTimeField("came due")),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(
                fields=["kind", "subject", "user", "deadline", "offset"], name="reminder_once"
            ),
        ),
    ]
