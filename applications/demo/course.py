"""Lets a story happen to one application, with times that fit its round."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.demo.answers import answers_for, file_questions
from applications.demo.checks import find_all_met
from applications.demo.pdf import paper
from applications.demo.stories import CORRECTIONS, DECLINE, REFUSAL, Story
from applications.intake.models import Application
from applications.intake.services import assign, attach, perform, save_answers, start
from applications.intake.services.correcting import PointInput
from applications.intake.services.transition import Inputs
from applications.intake.workflow import BY_ACTION, Owner
from portal.accounts.capacities import Capacity
from portal.inbox.models import Message
from portal.inbox.workdays import add_workdays
from programs.catalog.models import Round
from programs.forms.screens import questions


@dataclass(frozen=True)
class Course:
    """One application's life: who applies, who decides, when it starts and how long a step takes."""

    round: Round
    applicant: Capacity
    official: Capacity
    story: Story
    begins: datetime
    step: timedelta

    def run(self, random: Random) -> Application:
        """Start, fill in, and let every action of the story happen at its time."""
        at = self.begins
        application = start(self.round, capacity=self.applicant, at=at)
        self._fill(application, random, at)
        for action in self.story.actions:
            at = self._time_of(action, application, at)
            self._perform(application, action, random, at)
        Application.objects.filter(pk=application.pk).update(created_at=self.begins, changed_at=at)
        return application

    def _fill(self, application: Application, random: Random, at: datetime) -> None:
        """All answers, or the first half of them in a draft."""
        screen = application.form_version.screen
        answers = answers_for(screen, random, timezone.localdate(at), self.applicant.user.name)
        if not self.story.actions:
            answers = dict(list(answers.items())[: len(answers) // 2])
        save_answers(application.pk, answers, revision=application.revision, capacity=self.applicant, at=at)
        for question in file_questions(screen) if self.story.actions else []:
            upload = SimpleUploadedFile(f"{question}.pdf", paper(question), "application/pdf")
            attach(application.pk, question, upload, capacity=self.applicant, at=at)

    def _time_of(self, action: str, application: Application, at: datetime) -> datetime:
        if action == "lapse":
            application.refresh_from_db(fields=["due_at"])
            assert application.due_at is not None
            return application.due_at + timedelta(minutes=1)
        return at + self.step

    def _perform(self, application: Application, action: str, random: Random, at: datetime) -> None:
        who = {Owner.APPLICANT: self.applicant, Owner.OFFICIAL: self.official, Owner.SYSTEM: None}
        before, actor = timezone.now(), who[BY_ACTION[action].actor]
        if actor == self.official:  # whoever acts first in the department has taken it
            assign(application.pk, actor.user, capacity=actor, at=at)
        if action == "accept" and actor:
            find_all_met(application, actor, at)
        perform(
            application.pk,
            action,
            capacity=actor,
            at=at,
            inputs=self._inputs(action, application, random, at),
        )
        Message.objects.filter(
            key__startswith=f"application:{application.pk}:", created_at__gte=before
        ).update(created_at=at, read_at=at + timedelta(hours=2) if at < before - timedelta(days=3) else None)

    def _inputs(self, action: str, application: Application, random: Random, at: datetime) -> Inputs:
        match action:
            case "return":
                today = timezone.localdate(at)
                keys = {q.kind: q.key for q in reversed(questions(application.form_version))}
                chosen = random.sample(CORRECTIONS, 2)
                return Inputs(
                    points=[PointInput(keys[kind], text) for kind, text in chosen if kind in keys],
                    items=[text for kind, text in chosen if kind not in keys],
                    due_on=add_workdays(today, self.round.correction_days),
                )
            case "refuse":
                return Inputs(note=REFUSAL)
            case "decline":
                return Inputs(note=DECLINE)
            case "approve":
                application.refresh_from_db(fields=["amount_asked"])
                asked = application.amount_asked
                return Inputs(amount=(asked * Decimal("0.8")).quantize(Decimal(100)) if asked else None)
        return Inputs()
