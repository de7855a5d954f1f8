"""`manage.py doctor`: is this portal well, and what to do where it is not."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.doctor.findings import Level
from portal.operations.doctor.visit import examine


class Command(BaseCommand):
    help = "Checks configuration, database, workers, mail, storage and backups; ends with 1 on a problem."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(examine())
        if options["json"]:
            self.stdout.write(
                json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1)
            )
        else:
            for finding in found:
                self.stdout.write(f"{finding.level:<8} {finding.topic:<12} {finding.sentence}")
                if finding.advice:
                    self.stdout.write(f"{'':21} → {finding.advice}")
        if any(finding.level == Level.PROBLEM for finding in found):
            sys.exit(1)
