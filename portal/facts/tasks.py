"""What the night starts. The schedule is settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from portal.facts import refreshing


@shared_task(name="portal.facts.tasks.ask_again")
def ask_again() -> None:
    """Ask the register about organizations whose register facts are old."""
    refreshing.run()
