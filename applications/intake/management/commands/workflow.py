from typing import Any

from django.core.management.base import BaseCommand

from applications.intake.diagram import document


class Command(BaseCommand):
    help = "Writes the workflow of an application as Markdown: manage.py workflow > docs/workflow.md"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the document."""
        self.stdout.write(document(), ending="")
