from typing import Any

from django.core.management.base import BaseCommand

from portal.api.permissions import document


class Command(BaseCommand):
    help = "Writes who may do what as Markdown: manage.py permissions > docs/permissions.md"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the document."""
        self.stdout.write(document(), ending="")
