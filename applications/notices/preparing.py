"""Preparing a notice: whom it lists and in what words. Nothing is public yet."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.notices.models import Notice, NoticeEvent, NoticeLine
from applications.ranking.drawing import handling_refusal
from applications.ranking.models import Ranking
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.papers import recommender_of
from portal.history.services import record
from programs.catalog.models import Round
from programs.forms.screens import questions

LISTED = {Notice.Kind.PROPOSED: Status.PROPOSED, Notice.Kind.RESULT: Status.APPROVED}
TEXT_KINDS = ("short_text",)


@dataclass(frozen=True)
class Words:
    """What an official writes. `project`, `leader`: keys of the questions that name them, or ""."""

    title: str
    text: str
    contact: str
    days: int
    project: str = ""
    leader: str = ""
    feedback: str = Notice.Feedback.NONE


@dataclass(frozen=True)
class Corrected:
    """How a line should have read."""

    unit: str
    project: str
    leader: str
    recommender: str
    amount: Decimal | None


def to_list(round_: Round, kind: str) -> list[Application]:
    """Who a notice of this kind would list, by number: none twice in the same kind of notice, unless its
    decision was taken up again since."""
    already = NoticeLine.objects.standing().filter(notice__round=round_, notice__kind=kind)
    already = already.exclude(notice__state=Notice.State.DRAFT)
    rows = Application.objects.filter(round=round_, status=LISTED[Notice.Kind(kind)])
    related = ("organization__tax_region", "person", "form_version")
    return list(
        rows.exclude(pk__in=already.values("application")).select_related(*related).order_by("number")
    )


def text_questions(applications: Iterable[Application]) -> list[tuple[str, str]]:
    """(key, label) of what may name the project or its leader, over all forms in use."""
    found: dict[str, str] = {}
    versions = {row.form_version_id: row.form_version for row in applications}
    for version in versions.values():
        for question in questions(version):
            if question.kind in TEXT_KINDS:
                found.setdefault(question.key, str(question.label))
    return list(found.items())


@transaction.atomic
def prepare(round_: Round, kind: str, words: Words, *, by: Capacity, at: datetime) -> Notice:
    """Write the notice down with a line for each application; one not released yet is written over.

    Refused when there is nobody to list.
    """
    if sentence := handling_refusal(round_, by):
        raise Refused(sentence)
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)  # nobody is listed twice
    applications = to_list(round_, kind)
    if not applications:
        raise Refused(_("No application of this round waits to be listed."))
    draft = Notice.objects.filter(round=round_, kind=kind, state=Notice.State.DRAFT).first()
    notice = draft or Notice(round=round_, kind=kind)
    for name in ("title", "text", "contact", "days", "feedback"):
        setattr(notice, name, getattr(words, name))
    fixed = Ranking.objects.filter(round=round_, state=Ranking.State.FIXED)
    notice.ranking = fixed.order_by("-fixed_at").first()
    lines = [_line(position, row, words) for position, row in enumerate(applications, 1)]
    return _write(notice, lines, {"lines": len(lines)}, by, at)


def _write(
    notice: Notice, lines: list[NoticeLine], payload: dict[str, object], by: Capacity, at: datetime
) -> Notice:
    """The notice with these lines, prepared now."""
    notice.prepared_at, notice.prepared_by = at, by.user
    notice.save()
    notice.lines.all().delete()
    for line in lines:
        line.notice = notice
    NoticeLine.objects.bulk_create(lines)
    record(NoticeEvent, notice, kind="prepared", capacity=by, at=at, payload=payload)
    return notice


def _line(position: int, application: Application, words: Words) -> NoticeLine:
    organization = application.organization
    recommender = recommender_of(organization) if organization else None
    answers = application.answers
    return NoticeLine(
        application=application,
        position=position,
        unit=application.applicant_name,
        project=_said(answers.get(words.project), 200),
        leader=_said(answers.get(words.leader), 60),
        recommender=recommender.name if recommender else "",
        amount=application.amount_approved or application.amount_proposed,
    )


def _said(answer: object, most: int) -> str:
    return answer.strip()[:most] if isinstance(answer, str) else ""


@transaction.atomic
def correct(line_id: int, corrected: Corrected, reason: str, *, by: Capacity, at: datetime) -> Notice:
    """Prepare a notice that puts one line of a released notice right; that one stays as it was read."""
    line = NoticeLine.objects.select_related("notice__round__department").filter(pk=line_id).first()
    if line is None:
        raise Http404
    if sentence := handling_refusal(line.notice.round, by):
        raise Refused(sentence)
    if line.notice.state == Notice.State.DRAFT:
        raise Refused(_("This notice is not released yet: prepare it again."))
    if not reason.strip():
        raise Refused(_("Say what was wrong and why: the correction shows it."))
    draft = Notice.objects.filter(
        corrects=line.notice, state=Notice.State.DRAFT, lines__application=line.application_id
    )
    notice = draft.first() or Notice(
        round=line.notice.round, corrects=line.notice, kind=Notice.Kind.CORRECTION
    )
    notice.ranking = line.notice.ranking
    notice.title = _("Correction: %(title)s") % {"title": line.notice.title[:120]}
    notice.text, notice.contact, notice.days = reason.strip(), line.notice.contact, line.notice.days
    right = NoticeLine(application_id=line.application_id, position=line.position, **asdict(corrected))
    payload = {"corrects": str(line.notice_id), "line": line.position}
    return _write(notice, [right], payload, by, at)


def locked(notice_id: UUID, by: Capacity) -> Notice:
    """The notice under its row lock, for who handles its round. 404 unless seen."""
    rows = Notice.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    notice = rows.select_related("round__department").filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    if sentence := handling_refusal(notice.round, by):
        raise Refused(sentence)
    return notice
