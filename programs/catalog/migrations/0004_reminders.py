from datetime import timedelta

from django.db import migrations, models

USUAL = [timedelta(days=14), timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3)]
KINDS = ("draft_closing", "correction_due")


def keep_own(apps, schema_editor):
    """Rounds whose offsets are not the usual ones keep them."""
    rounds = apps.get_model("catalog", "Round")
    for round_ in rounds.objects.exclude(reminder_offsets=USUAL):
        round_.reminders = {kind: [as_data(span) for span in round_.reminder_offsets] for kind in KINDS}
        round_.save(update_fields=["reminders"])


def as_data(span):
    hours = round(span.total_seconds() / 3600)
    return {"n": hours // 24, "unit": "days"} if hours % 24 == 0 else {"n": hours, "unit": "hours"}


class Migration(migrations.Migration):
    """Offsets of reminders become data by kind; a kind that is missing has its default."""

    dependencies = [("catalog", "0003_holiday_rule")]

    operations = [
        migrations.AddField(
            "round",
            "reminders",
            models.JSONField(
                "reminders",
                blank=True,
                default=dict,
                help_text="Offsets by kind; a kind that is missing has its usual ones.",
            ),
        ),
        migrations.RunPython(keep_own, migrations.RunPython.noop),
        migrations.RemoveField("round", "reminder_offsets"),
    ]
