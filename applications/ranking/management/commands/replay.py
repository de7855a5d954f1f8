from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.intake.models import Application
from applications.ranking.replaying import replay, verdict


class Command(BaseCommand):
    help = "Recomputes the decision on an application from what was pinned: “same”, or where it differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number of an application."""
        parser.add_argument("number", help="such as KC-2026-0001")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each thing compared; ends with an error where one differs."""
        application = (
            Application.objects.filter(number=options["number"])
            .select_related("round__program", "organization", "form_version")
            .first()
        )
        if application is None:
            raise CommandError(f"There is no application {options['number']}.")
        findings = replay(application)
        for finding in findings:
            mark = (
                "same" if finding.same else f"DIFFERS: {finding.kept} was written, {finding.found} comes out"
            )
            self.stdout.write(f"{finding.what}: {mark}")
        if not verdict(findings):
            raise CommandError("The decision does not come out the same.")
        self.stdout.write(self.style.SUCCESS("same"))
