from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.inviting.finding import find_all


class Command(BaseCommand):
    help = "Finds who is entitled in the open rounds that need no application, and tells them; once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many are newly found."""
        self.stdout.write(str(find_all(timezone.now())))
