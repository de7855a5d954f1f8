"""Load programs from YAML files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog import services
from programs.catalog.models import Program, Round
from programs.forms.importing import Unreadable, import_folder

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "programs"


class Command(BaseCommand):
    help = "Create the programs, rounds and forms that are missing; what is there is never changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", dest="folder", type=Path, default=FOLDER, help="folder of *.yaml files")
        parser.add_argument("--publish", action="store_true", help="publish every draft that lacks nothing")
        parser.add_argument("--by", help="e-mail of the administrator who publishes (default: the first)")

    def handle(self, *, folder: Path, publish: bool, by: str | None, **options: Any) -> None:
        try:
            report = import_folder(folder)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        for sentence in report.created:
            self.stdout.write(f"Created: {sentence}")
        for sentence in report.differences:
            self.stdout.write(f"Kept as it is here: {sentence}")
        if publish:
            user = self.publisher(by)
            for program in report.programs:
                self.publish(program, user)
        self.stdout.write(f"{len(report.created)} created, {len(report.differences)} differences.")

    def publisher(self, email: str | None) -> User:
        """Who publishes: the administrator named, or the first there is."""
        admins = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
        found = (admins.filter(email__iexact=email) if email else admins).first()
        if found is None:
            raise CommandError(f"There is no administrator{f' with the e-mail {email}' if email else ''}.")
        return found

    def publish(self, program: Program, by: User) -> None:
        """Publish a program and its drafts; a refusal is told and the next one tried."""
        if program.status == Program.Status.DRAFT:
            self.attempt(program.slug, lambda: services.publish_program(program, by))
        for round_ in program.rounds.filter(status=Round.Status.DRAFT).order_by("pk"):
            self.attempt(f"{program.slug} / {round_.name}", partial(services.publish_round, round_.pk, by))

    def attempt(self, label: str, action: Callable[[], object]) -> None:
        try:
            action()
        except Refused as refusal:
            self.stdout.write(f"Not published: {label}: {refusal}")
        else:
            self.stdout.write(f"Published: {label}")
