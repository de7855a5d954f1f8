"""`manage.py read_bounces`: read the mailbox for returned mail now, as the clock does every five minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.inbox.bounces import read_mailbox


class Command(BaseCommand):
    help = "Read the mailbox for returned mail (BOUNCE_MAILBOX_URL)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many mails were read."""
        self.stdout.write(f"{read_mailbox()} read")
